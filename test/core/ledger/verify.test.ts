import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cautionOf } from "../../../src/core/decision/caution.ts";
import { cautionFacts } from "../../../src/core/ledger/drafts.ts";
import type { Draft } from "../../../src/core/ledger/entry.ts";
import { verifyExport } from "../../../src/core/ledger/verify.ts";
import { GATES_PASSED, aDraft, exportLines } from "../../support/exports.ts";

const V1 = `sha256:${"1".repeat(64)}`;
const V2 = `sha256:${"2".repeat(64)}`;
const ACCEPT = aDraft("decision", { decision: "accept", reason_code: "evidence-sufficient" });
const STRANGER = aDraft("delivery", {}, { subject: { repository_id: 8 } });

const STORY: readonly Draft[] = [
  aDraft("pointer", { version: V1 }),
  ...GATES_PASSED,
  STRANGER,
  ACCEPT,
  aDraft("stage", { stage: "shadow" }),
  aDraft("stage", { stage: "canary" }),
  aDraft("pointer", { version: V2, parent: V1 }),
];

const verify = (drafts: readonly Draft[]) => verifyExport(`${exportLines(drafts).join("\n")}\n`);

describe("verifying an export", () => {
  it("holds for the record of a whole life, and counts what it could read", () => {
    expect(verify(STORY)).toMatchObject({
      ok: true,
      value: { repositoryId: 7, size: STORY.length, entries: STORY.length - 1 },
    });
  });

  const BREACHED = [
    ...GATES_PASSED,
    ACCEPT,
    aDraft("stage", { stage: "rolled-back", reason_code: "canary-breach" }),
  ];
  const claimed = cautionFacts(cautionOf([{ seq: 6, kind: "failed" }], 7));
  const decided = (caution: typeof claimed): Draft => ({
    ...ACCEPT,
    body: { ...ACCEPT.body, caution },
  });

  it("computes again how strict a decision says that it was, and finds what is made up", () => {
    expect(verify([...BREACHED, decided(claimed)])).toMatchObject({ ok: true });
    for (const wrong of [
      { ...claimed, factor: "2" },
      { ...claimed, failed: 0, held: 1 },
      { ...claimed, before: 6 },
      { factor: "1" },
    ]) {
      expect(verify([...BREACHED, decided(wrong)])).toMatchObject({
        ok: false,
        refusal: { problem: "caution-not-replayed", seq: 7 },
      });
    }
  });

  const QUARANTINE = aDraft("decision", { decision: "quarantine" });
  const VOUCHED = aDraft("decision", { decision: "vouched", approvals: 2, approvals_needed: 2 });
  const SHADOW = aDraft("stage", { stage: "shadow" });
  const FAST_GATES = GATES_PASSED.slice(0, 3);

  it.each<[string, readonly Draft[]]>([
    ["a quarantine that a quorum sent on", [...FAST_GATES, QUARANTINE, VOUCHED, SHADOW]],
    [
      "a neutral acceptance that was written again once somebody approved",
      [
        ...GATES_PASSED,
        { ...ACCEPT, body: { ...ACCEPT.body, approvals: 0, approvals_needed: 1 } },
        { ...ACCEPT, body: { ...ACCEPT.body, approvals: 1, approvals_needed: 1 } },
        SHADOW,
      ],
    ],
  ])("holds for %s", (_what, drafts) => {
    expect(verify(drafts)).toMatchObject({ ok: true });
  });

  it.each<[string, readonly Draft[], { problem: string; seq: number }]>([
    [
      "people's word for a rejection",
      [...FAST_GATES, aDraft("decision", { decision: "reject" }), VOUCHED],
      { problem: "decision-without-gates", seq: 4 },
    ],
    [
      "people's word for what nobody decided on",
      [...FAST_GATES, VOUCHED],
      { problem: "decision-without-gates", seq: 3 },
    ],
    [
      "people's word twice for one quarantine",
      [...FAST_GATES, QUARANTINE, VOUCHED, VOUCHED],
      { problem: "decision-without-gates", seq: 5 },
    ],
    [
      "people's word past a rule",
      [
        ...FAST_GATES,
        aDraft("gate", { gate: "constitution", outcome: "fail" }),
        QUARANTINE,
        VOUCHED,
      ],
      { problem: "decision-without-gates", seq: 5 },
    ],
    [
      "people's word without a quorum",
      [...FAST_GATES, QUARANTINE, { ...VOUCHED, body: { ...VOUCHED.body, approvals: 1 } }],
      { problem: "decision-without-gates", seq: 4 },
    ],
    [
      "people's word that says nothing of a quorum",
      [...FAST_GATES, QUARANTINE, aDraft("decision", { decision: "vouched" })],
      { problem: "decision-without-gates", seq: 4 },
    ],
    [
      "a shadow of a neutral acceptance that nobody approved",
      [
        ...GATES_PASSED,
        { ...ACCEPT, body: { ...ACCEPT.body, approvals: 0, approvals_needed: 1 } },
        SHADOW,
      ],
      { problem: "stage-without-decision", seq: 6 },
    ],
    [
      "a shadow of an acceptance whose approval was taken back",
      [
        ...GATES_PASSED,
        { ...ACCEPT, body: { ...ACCEPT.body, approvals: 1, approvals_needed: 1 } },
        { ...ACCEPT, body: { ...ACCEPT.body, approvals: 0, approvals_needed: 1 } },
        SHADOW,
      ],
      { problem: "stage-without-decision", seq: 7 },
    ],
  ])("finds %s", (_what, drafts, bad) => {
    expect(verify(drafts)).toMatchObject({ ok: false, refusal: bad });
  });

  it("holds for an empty record", () => {
    expect(verify([])).toMatchObject({ ok: true, value: { size: 0, entries: 0 } });
  });

  it.each<[string, readonly Draft[], { problem: string; seq: number }]>([
    ["an accept without any gate", [ACCEPT], { problem: "decision-without-gates", seq: 0 }],
    [
      "an accept after a gate that was left out",
      [...GATES_PASSED.slice(1), ACCEPT],
      { problem: "decision-without-gates", seq: 4 },
    ],
    [
      "an accept after a gate that failed in the end",
      [...GATES_PASSED, aDraft("gate", { gate: "judge", outcome: "fail" }), ACCEPT],
      { problem: "decision-without-gates", seq: 6 },
    ],
    [
      "a rejection that no gate preceded",
      [aDraft("decision", { decision: "reject" })],
      { problem: "decision-without-gates", seq: 0 },
    ],
    [
      "gates that only an outsider reported",
      [...GATES_PASSED.map((gate) => ({ ...gate, source: "external" as const })), ACCEPT],
      { problem: "decision-without-gates", seq: 5 },
    ],
    [
      "a canary after a rejection",
      [
        ...GATES_PASSED,
        aDraft("decision", { decision: "reject" }),
        aDraft("stage", { stage: "canary" }),
      ],
      { problem: "stage-without-decision", seq: 6 },
    ],
    [
      "a canary of another commit than the accepted one",
      [
        ...GATES_PASSED,
        ACCEPT,
        aDraft(
          "stage",
          { stage: "canary" },
          { subject: { ...ACCEPT.subject, head_sha: "b".repeat(40) } },
        ),
      ],
      { problem: "stage-without-decision", seq: 6 },
    ],
    [
      "a canary after the decision was taken back",
      [
        ...GATES_PASSED,
        ACCEPT,
        aDraft("decision", { decision: "quarantine" }),
        aDraft("stage", { stage: "canary" }),
      ],
      { problem: "stage-without-decision", seq: 7 },
    ],
    ...["voided", "withdrawn", "rolled-back"].map(
      (stage): [string, readonly Draft[], { problem: string; seq: number }] => [
        `a second roll-out of what was ${stage}, without a second decision`,
        [...GATES_PASSED, ACCEPT, aDraft("stage", { stage }), aDraft("stage", { stage: "shadow" })],
        { problem: "stage-without-decision", seq: 7 },
      ],
    ),
    [
      "a version whose parent nobody made",
      [aDraft("pointer", { version: V2, parent: V1 })],
      { problem: "parent-unknown", seq: 0 },
    ],
  ])("names %s", (_, drafts, bad) => {
    expect(verify(drafts)).toEqual({ ok: false, refusal: { ...bad, line: bad.seq + 2 } });
  });

  it("lets a withdrawal stand without a decision", () => {
    expect(verify([aDraft("stage", { stage: "withdrawn" })])).toMatchObject({ ok: true });
  });
});

describe("tampering with an export", () => {
  const lines = exportLines(STORY);
  const check = (changed: readonly string[]) => verifyExport(changed.join("\n"));
  const lineAt = (at: number) => lines.at(at) ?? "";
  const replaced = (at: number, line: string) => lines.map((old, i) => (i === at ? line : old));

  it.each<[string, readonly string[], object]>([
    [
      "an entry with another outcome",
      replaced(3, lineAt(3).replace("pass", "fail")),
      { problem: "leaf-mismatch", seq: 2, line: 4 },
    ],
    ["a line of another format", replaced(3, "{}"), { problem: "line-invalid", seq: 2, line: 4 }],
    [
      "a line left out",
      lines.filter((_, at) => at !== 4),
      { problem: "seq-wrong", seq: 3, line: 5 },
    ],
    [
      "two lines in each other's place",
      [...lines.slice(0, 2), lineAt(3), lineAt(2), ...lines.slice(4)],
      { problem: "seq-wrong", seq: 1, line: 3 },
    ],
    [
      "the last line left out",
      lines.slice(0, -1),
      { problem: "size-wrong", line: lines.length - 1 },
    ],
    [
      "a line too many",
      [...lines, lines.at(-1)?.replace(`"seq":${STORY.length - 1}`, `"seq":${STORY.length}`) ?? ""],
      { problem: "size-wrong" },
    ],
    ["no header", lines.slice(1), { problem: "header-invalid", line: 1 }],
    ["nothing", [""], { problem: "header-invalid", line: 1 }],
    [
      "another root",
      replaced(0, lineAt(0).replace(/"root":"./, '"root":"0')),
      { problem: "root-mismatch" },
    ],
    [
      "another repository in the header",
      replaced(0, lineAt(0).replace('"repository_id":7', '"repository_id":8')),
      { problem: "entry-foreign", seq: 0 },
    ],
  ])("shows with %s", (_, changed, refusal) => {
    expect(check(changed)).toMatchObject({ ok: false, refusal });
  });

  it("shows a leaf that was rewritten where the text is not told", () => {
    const other = aDraft("delivery", { guid: "x" }, { subject: { repository_id: 8 } });
    const forged = exportLines(STORY.map((draft) => (draft === STRANGER ? other : draft)));
    const at = STORY.indexOf(STRANGER) + 1;
    expect(check(replaced(at, forged[at] ?? ""))).toMatchObject({
      refusal: { problem: "root-mismatch" },
    });
  });

  it("shows a failed gate that was hidden from the reader", () => {
    const failed = aDraft("gate", { gate: "budget", outcome: "fail" });
    const hidden = exportLines([
      ...GATES_PASSED.filter((gate) => gate.body["gate"] !== "budget"),
      failed,
      ACCEPT,
    ]);
    const at = GATES_PASSED.length;
    const without = hidden.map((line, index) =>
      index === at ? line.replace(/,"entry".*$/, "}") : line,
    );
    expect(verifyExport(without.join("\n"))).toMatchObject({
      refusal: { problem: "decision-without-gates" },
    });
  });

  it("shows with any single character changed, and never throws", () => {
    const text = lines.join("\n");
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, put) => {
        const changed = text.slice(0, at) + put + text.slice(at + 1);
        const appVersion = /"app_version":"[^"]*"/;
        const isAbout = (some: string) => some.replace(appVersion, "");
        return isAbout(changed) === isAbout(text) || !verifyExport(changed).ok;
      }),
      { numRuns: 500 },
    );
  });
});
