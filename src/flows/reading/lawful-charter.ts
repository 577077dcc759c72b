import { touchesCharter } from "../../core/incident/incident.ts";
import { type Charter, CHARTER_PATH } from "../../core/ir/charter.ts";
import { parseCharter } from "../../core/ir/parse-charter.ts";
import type { TreeEntry } from "../../core/ir/snapshot.ts";
import type { RepositoryId, Sha } from "../../core/kernel/ids.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import type { PullRequest, Repository } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { WatchedBranch } from "../../ports/store/incidents.ts";

type Blobs = Pick<GitObjects, "blob">;

/** The charter of the last lawful tree; nothing where there is none that can be read. */
export async function loadLawfulCharter(
  objects: Blobs,
  { rows }: Pick<WatchedBranch, "rows">,
): Promise<Charter | undefined> {
  return readCharter(
    objects,
    rows.find(({ path }) => path === CHARTER_PATH),
  );
}

export async function readCharter(
  objects: Blobs,
  entry: TreeEntry | undefined,
): Promise<Charter | undefined> {
  if (entry === undefined) return undefined;
  const charter = parseCharter(CHARTER_PATH, await objects.blob(entry.sha));
  return charter.ok ? charter.value.charter : undefined;
}

type Looking = {
  readonly ports: Pick<Ports, "store">;
  readonly repository: Blobs & { readonly id: RepositoryId };
};

/**
 * The charter that says who approves, while the one on the branch went around the app: else whoever
 * pushed a charter would be its first steward. Nothing while no such incident is open.
 */
export async function charterBeforeIncident({
  ports,
  repository,
}: Looking): Promise<{ readonly charter: Charter; readonly sha: Sha } | undefined> {
  const open = await ports.store.transact((tx) => tx.incidents.open(repository.id));
  const touched = open.filter(touchesCharter).flatMap(({ deviations }) => deviations);
  const entry = touched.find(({ path }) => path === CHARTER_PATH)?.lawful;
  const charter = await readCharter(repository, entry);
  return entry === undefined || charter === undefined ? undefined : { charter, sha: entry.sha };
}

type Reading = {
  readonly ports: Pick<Ports, "store">;
  readonly repository: Repository;
  readonly pull: Pick<PullRequest, "baseSha">;
};

/**
 * The base branch's charter as it is now: whoever was taken off it says nothing more. One that went
 * around the app names nobody; the one before it does.
 */
export async function charterInForce(reading: Reading): Promise<Charter | undefined> {
  const before = await charterBeforeIncident(reading);
  if (before !== undefined) return before.charter;
  const { repository, pull } = reading;
  return readCharter(repository, (await repository.tree(pull.baseSha)).get(CHARTER_PATH));
}
