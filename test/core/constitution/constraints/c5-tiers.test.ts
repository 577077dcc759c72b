import { describe, expect, it } from "vitest";
import { aChange, aCharter, aSystem } from "../../../support/builders.ts";
import { edited, OPEN_CHARTER, systemWith } from "../../../support/edited.ts";
import { breachesOf, expectBreach, type Row } from "../expect-breach.ts";

const silent = { silentTiers: true } as const;

const idle = systemWith({
  "/tools/shout": { file: "tools/shout.js", effect: "write" },
  "/capabilities/mail": { kind: "queue", target: "mail", access: "write", grant: ["shout"] },
});

function OPEN_CHARTER_WITHOUT_GRANTS() {
  const rules = OPEN_CHARTER.systems["greeter"];
  if (rules === undefined) throw new Error("the charter has lost its system");
  const tiers = [
    { match: "/graph/**", tier: "T1" as const },
    { match: "/**", tier: "T2" as const, widen_to: "T3" as const },
  ];
  return { ...OPEN_CHARTER, systems: { greeter: { ...rules, tiers } } };
}

const ROWS: readonly Row[] = [
  [
    "no rule gives a tier",
    edited({ "/metadata/description": "Better" }),
    "tier-escalated/unmatched",
  ],
  [
    "a tool's limit is raised",
    edited({ "/tools/sense/limits/deadline_ms": 400 }),
    "tier-escalated/widened",
  ],
  [
    "a capability is added",
    edited({
      "/capabilities/notes": { kind: "file", target: "x", access: "read", grant: ["sense"] },
    }),
    "capability-escalated/widened",
  ],
  [
    "a capability is added under a rule that does not speak of widening",
    edited(
      { "/capabilities/notes": { kind: "file", target: "x", access: "read", grant: ["sense"] } },
      { charter: aCharter({ rules: { tiers: [{ match: "/**", tier: "T1" }] } }) },
    ),
    "capability-escalated/widened",
  ],
  [
    "the graph leads to a tool that holds a grant",
    aChange({
      charter: OPEN_CHARTER_WITHOUT_GRANTS(),
      before: idle,
      after: systemWith({ "/graph/nodes/feel/tool": "shout", "/tools/shout/effect": "none" }, idle),
    }),
    "capability-escalated/delegated",
  ],
  [
    "the graph leads to a tool that acts",
    aChange({
      charter: OPEN_CHARTER_WITHOUT_GRANTS(),
      before: idle,
      after: systemWith({ "/graph/nodes/feel/tool": "shout" }, idle),
    }),
    "capability-escalated/delegated",
  ],
  [
    "the contract takes more",
    edited({ "/contract/input/properties/message/maxLength": 9000 }),
    "contract-widened/unmatched",
  ],
  [
    "a parameter moves too far",
    edited({ "/parameters/warmth/value": 0.5001 }),
    "bound-exceeded/too-far",
  ],
  [
    "a parameter becomes a word",
    edited({ "/parameters/warmth/value": "hot" }),
    "bound-exceeded/not-measurable",
  ],
  [
    "a parameter leaves zero",
    edited(
      { "/parameters/warmth/value": 0.1 },
      { before: aSystem({ parameters: { warmth: { value: 0 } } }) },
    ),
    "bound-exceeded/not-measurable",
  ],
  [
    "metadata claims a tier",
    edited({ "/metadata/description": "A tier: T0 system" }, silent),
    "tier-escalated/claimed",
  ],
  [
    "an extension claims permissions",
    edited({ "/extensions/mine": { permissions: "all" } }, silent),
    "tier-escalated/claimed",
  ],
];

describe("C5 is breached", () => {
  it.each(ROWS)("when %s", (_when, change, expected) => {
    expectBreach(change, { rule: "C5", breach: expected });
  });
});

describe("C5 is kept", () => {
  it.each([
    [
      "the charter lets grants widen",
      edited(
        { "/capabilities/notes": { kind: "file", target: "x", access: "read", grant: ["sense"] } },
        silent,
      ),
    ],
  ])("when %s", (_when, change) => {
    expect(breachesOf(change)).toEqual([]);
  });
});

describe("C5 over time", () => {
  it("adds what was promoted before to what is proposed now", () => {
    const change = edited({ "/parameters/warmth/value": 0.5 });

    expect(breachesOf(change, 0)).toEqual([]);
    expect(breachesOf(change, 0.99).map(({ code }) => code)).toEqual(["drift-exceeded"]);
  });
});
