import type { Command } from "commander";
import type { Clone } from "../../ports/clone.ts";
import type { NamedRecord } from "./record-arguments.ts";

const USAGE = { exitCode: 64 };

/**
 * Ends the command when the record is another repository's: its budget and its drift say nothing
 * of this one, and a verdict by them would look as if they did. A record names its repository by
 * number and a remote by name, so that the commits which both must have tell them apart.
 */
export async function assertOwnRecord(
  clone: Pick<Clone, "resolve">,
  named: NamedRecord,
  command: Command,
): Promise<void> {
  if (named.kind !== "record" || named.commits.length === 0) return;
  for (const commit of named.commits) if ((await clone.resolve(commit)).ok) return;
  const what = `the record of repository ${named.repositoryId} names ${named.commits.length} commits of its default branch`;
  const help = "export the record of this repository, or `git fetch` if the clone is an old one";
  command.error(`--ledger: ${what}, and none of them is in this clone; ${help}`, USAGE);
}
