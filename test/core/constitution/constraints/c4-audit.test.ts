import { describe, expect, it } from "vitest";
import { edited, systemWith } from "../../../support/edited.ts";
import { breachesOf, expectBreach, type Row } from "../expect-breach.ts";

const silent = { silentTiers: true } as const;

const withSink = systemWith({
  "/capabilities/trail": {
    kind: "queue",
    target: "audit-trail",
    access: "write",
    grant: ["sense"],
  },
});
const fromSink = { before: withSink, silentTiers: true } as const;

const ROWS: readonly Row[] = [
  [
    "a log is removed",
    edited({ "/memory/journal": undefined }, silent),
    "audit-weakened/log-removed",
  ],
  [
    "a log begins to forget",
    edited({ "/memory/journal/kind": "key-value" }, silent),
    "audit-weakened/log-replaced",
  ],
  [
    "a log is kept for less time",
    edited({ "/memory/journal/retention": "P364D" }, silent),
    "audit-weakened/retention-shortened",
  ],
  [
    "a log's time cannot be read",
    edited({ "/memory/journal/retention": "a while" }, silent),
    "audit-weakened/retention-shortened",
  ],
  [
    "others write the log",
    edited({ "/memory/journal/writers": ["sense", "greet"] }, silent),
    "audit-weakened/writers-changed",
  ],
  [
    "nobody writes the log",
    edited({ "/memory/journal/writers": [] }, silent),
    "audit-weakened/writers-changed",
  ],
  [
    "a sink is removed",
    edited({ "/capabilities/trail": undefined }, fromSink),
    "audit-weakened/sink-removed",
  ],
  [
    "a sink leads elsewhere",
    edited({ "/capabilities/trail/target": "null" }, fromSink),
    "audit-weakened/sink-moved",
  ],
  [
    "a sink is fed by nobody",
    edited({ "/capabilities/trail/grant": [] }, fromSink),
    "audit-weakened/sink-cut-off",
  ],
  [
    "outputs are no longer checked",
    edited({ "/policies/no-cards/applies_to": ["input"] }, silent),
    "audit-weakened/policy-lifted",
  ],
  [
    "an extension claims an ancestor",
    edited({ "/extensions/lineage": { parent: "sha256:0" } }, silent),
    "audit-weakened/record-forged",
  ],
];

describe("C4 is breached", () => {
  it.each(ROWS)("when %s", (_when, change, expected) => {
    expectBreach(change, { rule: "C4", breach: expected });
  });
});

describe("C4 is kept", () => {
  it.each([
    [
      "another sink's neighbour changes",
      edited({ "/prompts/reply/inputs": ["message"] }, fromSink),
    ],
    [
      "an audit sink is fed by one tool more",
      edited({ "/capabilities/trail/grant": ["sense", "refuse"] }, fromSink),
    ],
    ["an extension notes something else", edited({ "/extensions/notes": "hello" }, silent)],
    ["a log is kept for longer", edited({ "/memory/journal/retention": "P2000D" }, silent)],
  ])("when %s", (_when, change) => {
    expect(breachesOf(change).filter(({ rule }) => rule === "C4")).toEqual([]);
  });
});
