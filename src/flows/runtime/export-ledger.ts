import type { RepositoryId } from "../../core/kernel/ids.ts";
import { renderExportLine } from "../../core/ledger/export-format.ts";
import type { Ports } from "../../ports/ports.ts";
import type { StoredEntry } from "../../ports/store/ledger-store.ts";

/** Entries read in one transaction: enough to be quick, few enough to let others in between. */
const PAGE = 500;

/**
 * One repository's record as JSON lines, from the tree as it stands at the first line. The log only
 * grows, so pages read later belong to the same tree.
 */
export async function* exportLedger(
  ports: Pick<Ports, "store" | "appVersion">,
  repositoryId: RepositoryId,
): AsyncGenerator<string, void, undefined> {
  const { size, root } = await ports.store.transact((tx) => tx.ledger.head());
  yield renderExportLine({
    v: 1,
    kind: "omega-export",
    repository_id: repositoryId,
    size,
    root,
    app_version: ports.appVersion,
  });
  for (let from = 0; from < size; from += PAGE) {
    const page = await readPage(ports, from, Math.min(PAGE, size - from));
    yield page.map((stored) => renderStored(stored, repositoryId)).join("");
  }
}

async function readPage(
  ports: Pick<Ports, "store">,
  from: number,
  length: number,
): Promise<readonly StoredEntry[]> {
  const page = await ports.store.transact((tx) => tx.ledger.read(from, length));
  if (page.length !== length) throw new Error("the ledger has fewer entries than its head says");
  return page;
}

/** Other repositories' entries are told by their hash alone: the tree needs no more. */
function renderStored({ entry, text, leaf }: StoredEntry, repositoryId: RepositoryId): string {
  const { seq } = entry;
  const isOwn = entry.subject.repository_id === repositoryId;
  return renderExportLine(isOwn ? { seq, leaf, entry: text } : { seq, leaf });
}
