import { describe, expect, it } from "vitest";
import type { Draft } from "../../../src/core/ledger/entry.ts";
import { sealEntry } from "../../../src/core/ledger/entry-schema.ts";
import { liveOutcomes } from "../../../src/core/ledger/live-outcomes.ts";
import { aDraft } from "../../support/exports.ts";

const head = (letter: string) => ({
  subject: { repository_id: 7, pull: 3, system: "greeter", head_sha: letter.repeat(40) },
});
const accept = (letter: string) => aDraft("decision", { decision: "accept" }, head(letter));
const stage = (letter: string, name: string, reason = "") =>
  aDraft("stage", { stage: name, reason_code: reason }, head(letter));
const pointer = (version: string) => aDraft("pointer", { version }, head("f"));
const promoted = (letter: string) => [
  accept(letter),
  stage(letter, "promoted"),
  pointer(`version-${letter}`),
];
const breached = (letter: string) => [
  accept(letter),
  stage(letter, "rolled-back", "canary-breach"),
];

const read = (drafts: readonly Draft[]) =>
  liveOutcomes(drafts.map((draft, seq) => sealEntry(draft, seq).entry)).map(({ kind }) => kind);

describe("what became of acceptances", () => {
  it.each<[string, readonly Draft[], readonly string[]]>([
    ["a promotion that lasts held", promoted("a"), ["held"]],
    ["a canary that breached failed", breached("a"), ["failed"]],
    ["each counts, oldest first", [...promoted("a"), ...breached("b")], ["held", "failed"]],
    [
      "a promotion that production went back behind failed",
      [pointer("first"), ...promoted("a"), ...promoted("b"), pointer("version-a")],
      ["held", "failed"],
    ],
    [
      "all that came after the version gone back to failed",
      [pointer("first"), ...promoted("a"), ...promoted("b"), pointer("first")],
      ["failed", "failed"],
    ],
    [
      "a person's rollback says nothing of the evidence",
      [accept("a"), stage("a", "rolled-back", "rolled-back-on-request")],
      [],
    ],
    ["nor does a withdrawal", [accept("a"), stage("a", "withdrawn")], []],
    [
      "what went on people's word was not accepted",
      [
        accept("a"),
        aDraft("decision", { decision: "vouched" }, head("a")),
        stage("a", "rolled-back", "canary-breach"),
      ],
      [],
    ],
    [
      "what came in from outside feeds nothing",
      [
        ...breached("a").map((one): Draft => ({ ...one, source: "external" })),
        accept("b"),
        { ...stage("b", "rolled-back", "canary-breach"), source: "external" },
      ],
      [],
    ],
  ])("%s", (_what, drafts, kinds) => {
    expect(read(drafts)).toEqual(kinds);
  });
});
