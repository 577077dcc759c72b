import { describe, expect, it } from "vitest";
import type { ProposedChange } from "../../../src/core/ir/proposed-change.ts";
import { readSystem } from "../../../src/core/ir/read-system.ts";
import { systemSchema } from "../../../src/core/ir/system.ts";
import type { Json } from "../../../src/core/kernel/json.ts";
import { renderFinding } from "../../../src/core/prose/findings.ts";
import { checkVersion } from "../../../src/core/validation/check-version.ts";
import { validate } from "../../../src/core/validation/validate.ts";
import {
  aChange,
  aCharter,
  aSnapshot,
  aSystem,
  aVersion,
  SYSTEM_FILES,
} from "../../support/builders.ts";
import { emitYaml } from "../../support/emit-yaml.ts";
import { edited, systemWith, withFile } from "../../support/edited.ts";

const ROUTER = { kind: "router" };
const WARM = "state.warmth >= parameters.warmth";

/** The builders' graph with a router between the tool and the templates. */
function routed(warm: Json, cold: Json, more: Readonly<Record<string, Json>> = {}) {
  const conditioned = (to: string, when: Json): Json =>
    when === null ? { from: "choose", to } : { from: "choose", to, when };
  return edited({
    "/graph/nodes/choose": ROUTER,
    "/graph/edges/feel-greet": { from: "feel", to: "choose" },
    "/graph/edges/feel-refuse": undefined,
    "/graph/edges/choose-greet": conditioned("greet", warm),
    "/graph/edges/choose-refuse": conditioned("refuse", cold),
    ...more,
  });
}

const promised = (name: string, schema: Json) => ({
  [`/contract/output/properties/${name}`]: schema,
});

const PASSED = {
  ...promised("name", { type: "string" }),
  "/contract/input/properties/name": { type: "string", maxLength: 50 },
};

type Row = readonly [when: string, change: ProposedChange, pointer: string, finding: string];

const ROWS: readonly Row[] = [
  [
    "a loop never leads to an end",
    edited({
      "/graph/loops": { max: 2 },
      "/graph/edges/greet-done": { from: "greet", to: "greet" },
    }),
    "/graph/nodes/greet",
    "graph node-unreachable/no-end",
  ],
  [
    "an edge leads on from an end",
    edited({
      "/graph/edges/done-greet": { from: "done", to: "greet" },
      "/graph/loops": { max: 1 },
    }),
    "/graph/edges/done-greet",
    "graph node-unreachable/after-end",
  ],
  [
    "a template names a tool that it never runs",
    edited({ "/graph/nodes/greet/tool": "sense" }),
    "/graph/nodes/greet/tool",
    "graph reference-broken/stray",
  ],
  [
    "an end names a prompt",
    edited({ "/graph/nodes/done/prompt": "reply" }),
    "/graph/nodes/done/prompt",
    "graph reference-broken/stray",
  ],
  [
    "a router has no way on for some values",
    routed("state.warmth > parameters.warmth", "state.warmth < parameters.warmth"),
    "/graph/nodes/choose",
    "graph node-unreachable/no-default",
  ],
  [
    "a router knows two words of any",
    routed("state.mood == 'glad'", "state.mood == 'sad'"),
    "/graph/nodes/choose",
    "graph node-unreachable/no-default",
  ],
  [
    "a condition reads what its tool never gives",
    edited({ "/graph/edges/feel-greet/when": "out.heat > 1" }),
    "/graph/edges/feel-greet/when",
    "contracts contract-mismatch/condition-unfed",
  ],
  [
    "a condition reads what a template never gives",
    edited({ "/graph/edges/greet-done/when": "out.warmth > 1" }),
    "/graph/edges/greet-done/when",
    "contracts contract-mismatch/condition-unfed",
  ],
  [
    "a condition reads what nothing gives",
    edited({ "/graph/edges/greet-done/when": "state.heat > 1" }),
    "/graph/edges/greet-done/when",
    "contracts contract-mismatch/condition-unfed",
  ],
  [
    "one way to an end gives less than is promised",
    edited({
      "/graph/entry": "first",
      "/graph/nodes/first": ROUTER,
      "/graph/edges/first-feel": { from: "first", to: "feel" },
      "/graph/edges/first-refuse": { from: "first", to: "refuse", when: "state.message == 'x'" },
    }),
    "/graph/edges/refuse-done",
    "contracts contract-mismatch/way-without",
  ],
  [
    "a placeholder is not filled on one way",
    edited({
      "/graph/entry": "greet",
      "/graph/edges/greet-done": { from: "greet", to: "feel" },
      "/graph/edges/feel-greet": { from: "feel", to: "done" },
      "/graph/loops": { max: 1 },
    }),
    "/graph/entry",
    "contracts contract-mismatch/placeholder-starved",
  ],
  [
    "a template writes text where a number is promised",
    edited(promised("reply", { type: "number" }), {
      before: systemWith(promised("reply", { type: "number" })),
    }),
    "/graph/nodes/greet",
    "contracts contract-mismatch/text-for",
  ],
  [
    "an input passes through to a narrower output",
    edited({
      ...promised("name", { type: "string", maxLength: 5 }),
      "/contract/input/properties/name": { type: "string", maxLength: 50 },
    }),
    "/contract/output/properties/name/maxLength",
    "contracts contract-mismatch/passed-through",
  ],
  [
    "the input is no object",
    edited({ "/contract/input": { type: "string" } }),
    "/contract/input",
    "contracts contract-mismatch/not-an-object",
  ],
  [
    "a promised field is not listed",
    edited({
      "/contract/output/additionalProperties": true,
      "/contract/output/required": ["mood", "reply", "warmth"],
    }),
    "/contract/output/required",
    "contracts contract-mismatch/required-unlisted",
  ],
  [
    "a required input is shut out",
    edited({ "/contract/input/required": ["message", "name"] }),
    "/contract/input/required",
    "contracts contract-mismatch/required-shut",
  ],
  [
    "a range is empty",
    edited({ "/contract/input/properties/age": { type: "number", minimum: 3, maximum: 2 } }),
    "/contract/input/properties/age/minimum",
    "contracts contract-mismatch/range-empty",
  ],
  [
    "a list of words is empty",
    edited({ "/contract/input/properties/tags": { type: "array", items: { enum: [] } } }),
    "/contract/input/properties/tags/items/enum",
    "contracts contract-mismatch/enum-empty",
  ],
  [
    "a tool that may write says that it reads",
    edited({
      "/tools/sense/effect": "read",
      "/tools/sense/needs": ["post"],
      "/capabilities/post": { kind: "queue", target: "x", access: "write", grant: ["sense"] },
    }),
    "/tools/sense/effect",
    "capabilities capability-missing/effect-understated",
  ],
  [
    "the quickest run may outlast its time",
    edited({
      "/resources/per_run/wall_clock_ms": 300,
      "/graph/nodes/greet": { kind: "tool", tool: "sense" },
      "/graph/nodes/refuse": { kind: "tool", tool: "sense" },
    }),
    "/resources/per_run/wall_clock_ms",
    "resources resource-exceeded/deadlines-sum",
  ],
  [
    "the shortest run may take too many tokens",
    edited({
      "/resources/per_run/tokens": 150,
      "/models/big": { provider: "openai", id: "x", params: { max_output_tokens: 100 } },
      "/graph/nodes/greet": { kind: "model", model: "big" },
      "/graph/nodes/refuse": { kind: "model", model: "big" },
      "/graph/nodes/feel": { kind: "model", model: "big" },
    }),
    "/resources/per_run/tokens",
    "resources resource-exceeded/tokens-sum",
  ],
  [
    "bounds leave no value",
    edited({ "/parameters/warmth": { value: 0.4, minimum: 2, maximum: 1 } }),
    "/parameters/warmth/minimum",
    "resources resource-exceeded/bounds-crossed",
  ],
  [
    "a text has bounds",
    edited({ "/parameters/word": { value: "hello", maximum: 3 } }),
    "/parameters/word/maximum",
    "resources resource-exceeded/bounds-of-no-number",
  ],
  [
    "a number becomes a text",
    edited({ "/parameters/warmth": { value: "0.4" } }),
    "/parameters/warmth/value",
    "resources resource-exceeded/retyped",
  ],
];

describe("validation finds it", () => {
  it.each(ROWS)("when %s", (...[, change, pointer, expected]) => {
    const findings = validate(change).findings;
    const found = findings.filter(({ place }) => place?.pointer === pointer);

    expect(found.map(({ rule, code, facts }) => `${rule} ${code}/${facts["problem"]}`)).toContain(
      expected,
    );
    for (const finding of found) {
      expect(finding.place?.line).toBeGreaterThan(0);
      expect(renderFinding(finding).message).not.toContain("`unknown`");
      expect(renderFinding(finding).remedy).not.toBe("");
    }
  });

  it("when what an edge makes reachable has no tier", () => {
    const before = systemWith({
      "/tools/post": { file: "tools/post.js", effect: "write", needs: ["out"] },
      "/capabilities/out": { kind: "queue", target: "x", access: "write", grant: ["post"] },
    });
    const charter = aCharter({ rules: { tiers: [{ match: "/graph/**", tier: "T1" }] } });
    const change = aChange({
      charter,
      before,
      after: systemWith({ "/graph/nodes/greet": { kind: "tool", tool: "post" } }, before),
      beforeFiles: {
        ...SYSTEM_FILES,
        "tools/post.js": "export function run() { return { reply: 1 }; }\n",
      },
    });

    expect(validate(change).findings).toContainEqual(
      expect.objectContaining({
        code: "tier-unmatched",
        facts: expect.objectContaining({ problem: "gained", pointer: "/capabilities/out/grant" }),
      }),
    );
  });
});

describe("validation lets pass", () => {
  it.each([
    ["a router with a default", routed(WARM, null)],
    [
      "a router whose conditions leave nothing out",
      routed(WARM, "state.warmth < parameters.warmth"),
    ],
    ["a router over a negation", routed("state.mood == 'glad'", "!(state.mood == 'glad')")],
    [
      "a router over every word of the input",
      routed("state.tone == 'a'", "state.tone == 'b'", {
        "/contract/input/properties/tone": { type: "string", enum: ["a", "b"] },
      }),
    ],
    [
      "a longer promise than what templates write",
      edited(promised("reply", { type: "string", maxLength: 500 })),
    ],
    [
      "an input that passes through to a wider output",
      edited(PASSED, { before: systemWith(PASSED) }),
    ],
    [
      "a tool that says what it holds",
      edited({
        "/tools/sense/effect": "write",
        "/capabilities/post": { kind: "queue", target: "x", access: "write", grant: ["sense"] },
      }),
    ],
    [
      "a tool that only reads, and leaves nothing behind",
      edited({
        "/tools/sense/effect": "none",
        "/tools/sense/needs": ["look"],
        "/capabilities/look": { kind: "http", target: "x", access: "read", grant: ["sense"] },
      }),
    ],
    ["another prompt", withFile("prompts/reply.md", "So {{mood}}, hello!\n")],
  ])("%s", (_what, change) => {
    const rules = ["graph", "contracts", "capabilities", "resources"];
    expect(validate(change).findings.filter(({ rule }) => rules.includes(rule))).toEqual([]);
  });
});

describe("one version by itself", () => {
  it("is sound as the builders make it, and is told all that is wrong", () => {
    expect(checkVersion(aVersion())).toEqual([]);
    const system = systemWith({ "/graph/entry": "nobody", "/parameters/warmth/value": 7 });
    const rules = checkVersion(aVersion({ system })).map(({ rule }) => rule);
    expect(new Set(rules)).toEqual(new Set(["graph", "resources"]));
  });
});

describe("the reader refuses by shape", () => {
  const system = JSON.parse(JSON.stringify(aSystem())) as Record<string, Json>;
  it.each([
    ["a model without a provider", { models: { big: { id: "x" } } }],
    ["an artifact without a sha256", { artifacts: { weights: { uri: "https://example.org/w" } } }],
    ["a secret that holds a value", { secrets: { key: { value: "s3cret" } } }],
    [
      "a tool with a limit of nothing",
      {
        tools: {
          sense: {
            file: "tools/sense.js",
            effect: "none",
            limits: { memory_mb: 0, deadline_ms: 200 },
          },
        },
      },
    ],
  ])("%s", (_what, parts) => {
    expect(systemSchema.safeParse({ ...system, ...parts }).success).toBe(false);
  });

  it("a tool whose file is missing, on the line that names it", () => {
    const root = "systems/greeter";
    const { "tools/sense.js": _gone, ...files } = SYSTEM_FILES;
    const paths = Object.entries(files).map(([path, text]) => [`${root}/${path}`, text]);
    const snapshot = aSnapshot({
      [`${root}/system.yaml`]: emitYaml(system),
      ...Object.fromEntries(paths),
    });
    const read = readSystem({ name: "greeter", root, snapshot });

    expect(read.ok ? [] : read.refusal).toContainEqual(
      expect.objectContaining({
        code: "reference-broken",
        place: expect.objectContaining({ pointer: "/tools/sense/file", line: expect.any(Number) }),
      }),
    );
  });
});
