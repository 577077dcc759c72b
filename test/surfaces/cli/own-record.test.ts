import { Command, CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { sha } from "../../../src/core/kernel/ids.ts";
import { baseCommitsOf } from "../../../src/core/ledger/base-commits.ts";
import { readRecord } from "../../../src/core/ledger/read-entries.ts";
import { accepted, refused } from "../../../src/core/kernel/result.ts";
import { assertOwnRecord } from "../../../src/surfaces/cli/own-record.ts";
import { aDraft, exportLines } from "../../support/exports.ts";

const [OURS, THEIRS] = [sha("a".repeat(40)), sha("b".repeat(40))];

const recordOf = (...bases: readonly string[]) => {
  const looks = bases.map((base_sha) => aDraft("classification", { class: "mutation", base_sha }));
  const read = readRecord(exportLines(looks).join("\n"));
  if (!read.ok) throw new Error(read.refusal.problem);
  const { repositoryId, entries } = read.value;
  const against = { counters: () => ({}) as never, appVersion: "0.0.0" };
  return { kind: "record", against, repositoryId, commits: baseCommitsOf(entries) } as const;
};

/** A clone that has one commit. */
const resolve = (ref: string) =>
  Promise.resolve(
    ref === OURS ? accepted(OURS) : refused({ kind: "ref-unknown" as const, ref, known: [] }),
  );

async function endOf(...bases: readonly string[]): Promise<unknown> {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  return assertOwnRecord({ resolve }, recordOf(...bases), command).catch((fault: unknown) => fault);
}

describe("the record that a clone is held against", () => {
  it.each([
    ["one of its commits is in the clone", [THEIRS, OURS]],
    ["it names no commit yet", []],
  ])("is taken when %s", async (_why, bases) => {
    expect(await endOf(...bases)).toBeUndefined();
  });

  it("is refused as a wrong argument when it is another repository's", async () => {
    const end = await endOf(THEIRS);

    expect(end).toBeInstanceOf(CommanderError);
    expect(end).toMatchObject({ exitCode: 64 });
    expect(String(end)).toMatch(/repository 7 .* none of them is in this clone; export the record/);
  });
});
