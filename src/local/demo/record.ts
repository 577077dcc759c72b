import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEntry } from "../../core/ledger/entry-schema.ts";
import type { Entry } from "../../core/ledger/entry.ts";
import { parseExportLine } from "../../core/ledger/export-format.ts";
import { runOmega } from "./program.ts";
import type { DemoWorld } from "./world.ts";

/** Has the running app hand out a repository's record, as any reader may, and says where it is. */
export async function exportRecord(
  world: DemoWorld,
  token: string,
  repositoryId: number = world.repositoryId,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "omega-record-"));
  const file = join(folder, "record.jsonl");
  const ran = await runOmega(
    ["export", "--url", world.app.url, "--repository-id", String(repositoryId), "--out", file],
    { GITHUB_TOKEN: token },
  );
  if (ran.code !== 0) throw new Error(`omega export failed: ${ran.stderr}`);
  return file;
}

export async function readRecord(file: string): Promise<readonly Entry[]> {
  return entriesIn(await readFile(file, "utf8"));
}

/** The entries that an export tells, in their order. */
export function entriesIn(text: string): readonly Entry[] {
  const lines = text.trimEnd().split("\n").slice(1);
  return lines.flatMap((line) => {
    const parsed = parseExportLine(line);
    if (!parsed.ok || parsed.value.entry === undefined) return [];
    const entry = parseEntry(parsed.value.entry);
    return entry.ok ? [entry.value] : [];
  });
}
