import { describe, expect, it } from "vitest";
import type { ProposedChange } from "../../../../src/core/ir/proposed-change.ts";
import { aChange, SYSTEM_FILES } from "../../../support/builders.ts";
import { edited, OPEN_CHARTER, withFile } from "../../../support/edited.ts";
import { breachesOf, expectBreach, type Row } from "../expect-breach.ts";

const silent = { silentTiers: true } as const;

function asking(when: string): ProposedChange {
  return edited({ "/graph/edges/feel-greet/when": when }, silent);
}

function coded(line: string): ProposedChange {
  return withFile("tools/sense.js", `${SYSTEM_FILES["tools/sense.js"]}${line}\n`);
}

const ROWS: readonly Row[] = [
  [
    "two systems change at once",
    aChange({ pullRequestClass: { kind: "several-systems", systems: ["greeter", "other"] } }),
    "several-systems/several-systems",
  ],
  [
    "an extension steers the roll-out",
    edited({ "/extensions/x": { rollOut: { canaryShare: 100 } } }, silent),
    "deployment-discipline-broken/control",
  ],
  [
    "a parameter steers the roll-out",
    edited({ "/parameters/canary_share": { value: 1 } }, silent),
    "deployment-discipline-broken/control",
  ],
  [
    "a capability deploys",
    edited(
      {
        "/capabilities/ship": {
          kind: "deployment",
          target: "x",
          access: "write",
          grant: ["sense"],
        },
      },
      silent,
    ),
    "deployment-discipline-broken/control",
  ],
  ["an edge is a constant", asking("1 == 2"), "dormant-code/constant-condition"],
  ["an edge is a flag", asking("parameters.warmth > 0.9"), "dormant-code/constant-condition"],
  [
    "an edge asks where it runs",
    asking("state.environment == 'prod'"),
    "dormant-code/surroundings-condition",
  ],
  [
    "an edge asks for what nobody gives",
    asking("out.moonlight > 1"),
    "dormant-code/undeclared-field",
  ],
  ["a tool reads the date", coded("const d = new Date();"), "dormant-code/surroundings-code"],
  [
    "a tool spells the date otherwise",
    coded("const d = D\\u0061te.now();"),
    "dormant-code/surroundings-code",
  ],
  ["a tool reads globals", coded("globalThis.__live = 1;"), "dormant-code/surroundings-code"],
  ["a tool reads the process", coded("process.env.X;"), "dormant-code/surroundings-code"],
  ["a tool throws dice", coded("Math.random();"), "dormant-code/surroundings-code"],
  ["a tool makes code", coded('eval("1");'), "dormant-code/surroundings-code"],
  [
    "a tool digs up Function",
    coded('[].constructor.constructor("1");'),
    "dormant-code/surroundings-code",
  ],
  ["a tool takes the time", coded("performance.now();"), "dormant-code/surroundings-code"],
  ["a tool asks who runs it", coded("navigator.userAgent;"), "dormant-code/surroundings-code"],
  ["a tool asks for the locale", coded("new Intl.Locale();"), "dormant-code/surroundings-code"],
  ["a tool asks for flags", coded("if (context.flags) {}"), "dormant-code/surroundings-code"],
  ["a tool imports", coded('import("x");'), "dormant-code/surroundings-code"],
];

describe("C3 is breached", () => {
  it.each(ROWS)("when %s", (_when, change, expected) => {
    expectBreach(change, { rule: "C3", breach: expected });
  });
});

describe("C3 is kept", () => {
  it.each([
    [
      "a line with a date was there before",
      aChange({
        charter: OPEN_CHARTER,
        beforeFiles: { ...SYSTEM_FILES, "tools/sense.js": "const d = Date.now();\n" },
        afterFiles: { ...SYSTEM_FILES, "tools/sense.js": "const d = Date.now();\nconst e = 1;\n" },
      }),
    ],
    ["a list is called process", coded("function process(words) { return words; }")],
    ["an edge asks for what a tool gives", asking("out.warmth > 0.9")],
  ])("when %s", (_when, change) => {
    expect(breachesOf(change)).toEqual([]);
  });
});
