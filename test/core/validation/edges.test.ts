import { describe, expect, it } from "vitest";
import type { ProposedChange } from "../../../src/core/ir/proposed-change.ts";
import type { Json } from "../../../src/core/kernel/json.ts";
import { renderFinding } from "../../../src/core/prose/findings.ts";
import { validate } from "../../../src/core/validation/validate.ts";
import { SYSTEM_FILES } from "../../support/builders.ts";
import { edited, systemWith } from "../../support/edited.ts";

const promised = (name: string, schema: Json) => ({
  [`/contract/output/properties/${name}`]: schema,
});

const taken = (name: string, schema: Json) => ({
  [`/contract/input/properties/${name}`]: schema,
});

/** A way to an end that leads around the tool, which gives the mood. */
const PAST_THE_TOOL = {
  "/graph/entry": "first",
  "/graph/nodes/first": { kind: "router" },
  "/graph/edges/first-feel": { from: "first", to: "feel" },
  "/graph/edges/first-refuse": { from: "first", to: "refuse", when: "state.message == 'x'" },
};

/** A mood that callers must say, and say briefly. */
const GIVEN_MOOD = {
  ...taken("mood", { type: "string", maxLength: 5 }),
  "/contract/input/required": ["message", "mood"],
};

/** The tool's two ways, one of them under a condition. */
const asking = (when: string, more: Readonly<Record<string, Json>> = {}) =>
  edited({
    ...taken("tone", { type: "string" }),
    "/graph/edges/feel-greet/when": when,
    "/graph/edges/feel-refuse": { from: "feel", to: "refuse" },
    ...more,
  });

type Row = readonly [when: string, change: ProposedChange, pointer: string, problem: string];

const REFUSED: readonly Row[] = [
  [
    "an input passes through to a narrower output on one way only",
    edited({
      ...promised("mood", { type: "string", maxLength: 5 }),
      ...taken("mood", { type: "string", maxLength: 50 }),
      "/contract/input/required": ["message", "mood"],
      ...PAST_THE_TOOL,
    }),
    "/contract/output/properties/mood/maxLength",
    "passed-through",
  ],
  [
    "callers may leave out what is promised, and one way has it only from them",
    edited({ ...taken("mood", { type: "string" }), ...PAST_THE_TOOL }),
    "/graph/edges/refuse-done",
    "way-without-optional",
  ],
  [
    "callers may leave out what a prompt waits for",
    edited(
      { ...taken("title", { type: "string" }), "/prompts/reply/inputs": ["mood", "title"] },
      { afterFiles: { ...SYSTEM_FILES, "prompts/reply.md": "{{title}}, you seem {{mood}}.\n" } },
    ),
    "/graph/edges/feel-greet",
    "placeholder-starved-optional",
  ],
  [
    "a template overwrites with text what a tool gave as a number",
    edited(
      { ...promised("warmth", { type: "number" }), "/graph/nodes/greet/output": "warmth" },
      { before: systemWith(promised("warmth", { type: "number" })) },
    ),
    "/graph/nodes/greet",
    "text-for",
  ],
  [
    "a template always writes a word that is not promised",
    edited(promised("reply", { enum: ["yes", "no"] }), {
      before: systemWith(promised("reply", { enum: ["yes", "no"] })),
    }),
    "/graph/nodes/refuse",
    "text-unpromised",
  ],
  [
    "a condition asks for the order of a text that comes in",
    asking("state.tone > 5"),
    "/graph/edges/feel-greet/when",
    "condition-mistyped",
  ],
  [
    "a condition compares a text with a number, among others",
    asking("out.warmth > 1 || !(state.tone == 5)"),
    "/graph/edges/feel-greet/when",
    "condition-mistyped",
  ],
  [
    "a condition compares a list of words with a truth",
    asking("state.tone == true", taken("tone", { enum: ["warm", "cold"] })),
    "/graph/edges/feel-greet/when",
    "condition-mistyped",
  ],
  [
    "a condition compares what a template has written with a parameter that is a number",
    edited({
      "/graph/edges/greet-done/when": "out.reply == parameters.warmth",
      "/graph/edges/greet-out": { from: "greet", to: "done" },
    }),
    "/graph/edges/greet-done/when",
    "condition-mistyped",
  ],
];

describe("along the edges", () => {
  it.each(REFUSED)("validation finds it when %s", (...[, change, pointer, problem]) => {
    const found = validate(change).findings.filter(({ place }) => place?.pointer === pointer);

    expect(found.map(({ rule, code, facts }) => [rule, code, facts["problem"]])).toContainEqual([
      "contracts",
      "contract-mismatch",
      problem,
    ]);
    for (const finding of found) {
      expect(finding.place?.line).toBeGreaterThan(0);
      expect(renderFinding(finding).message).not.toContain("`unknown`");
      expect(renderFinding(finding).remedy).not.toBe("");
    }
  });

  it.each<readonly [what: string, change: ProposedChange]>([
    [
      "an input that fits what is promised on the way that passes it through",
      edited({ ...GIVEN_MOOD, ...PAST_THE_TOOL }, { before: systemWith(GIVEN_MOOD) }),
    ],
    [
      "a tool that may have written what a template wrote before it",
      edited(
        {
          ...promised("warmth", { type: "number" }),
          "/graph/entry": "greet",
          "/graph/nodes/greet": { kind: "template", prompt: "refusal", output: "warmth" },
          "/graph/edges/greet-done": { from: "greet", to: "feel" },
          "/graph/edges/feel-greet": { from: "feel", to: "refuse" },
          "/graph/edges/feel-refuse": undefined,
        },
        { before: systemWith(promised("warmth", { type: "number" })) },
      ),
    ],
    ["a condition about what a tool gives, of whose type nothing is known", asking("out.mood > 1")],
    ["a condition that compares a text with a text", asking("state.tone == 'warm'")],
    ["a condition that asks whether something is there", asking("state.tone != null")],
    [
      "a condition about a field that may be of two types",
      asking("state.tone > 1", taken("tone", { type: ["string", "integer"] })),
    ],
    [
      "a fixed text that is one of the promised words",
      edited(promised("reply", { type: "string", maxLength: 5000 }), {
        before: systemWith(promised("reply", { type: "string", maxLength: 5000 })),
      }),
    ],
  ])("%s passes", (...[, change]) => {
    const rules = ["graph", "contracts"];
    expect(validate(change).findings.filter(({ rule }) => rules.includes(rule))).toEqual([]);
  });
});
