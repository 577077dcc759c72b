import { describe, expect, it } from "vitest";
import type { ProposedChange } from "../../../src/core/ir/proposed-change.ts";
import { renderFinding } from "../../../src/core/prose/findings.ts";
import { validate } from "../../../src/core/validation/validate.ts";
import { SYSTEM_ROOT } from "../../support/builders.ts";
import { edited, systemWith, withFile } from "../../support/edited.ts";

type Row = readonly [when: string, change: ProposedChange, pointer: string, problem: string];

const GRAPH: readonly Row[] = [
  [
    "the entry is nowhere",
    edited({ "/graph/entry": "nobody" }),
    "/graph/entry",
    "reference-broken/unknown",
  ],
  [
    "a node's tool is not declared",
    edited({ "/graph/nodes/feel/tool": "nose" }),
    "/graph/nodes/feel/tool",
    "reference-broken/unknown",
  ],
  [
    "a node is named like a prototype's member",
    edited({ "/graph/nodes/feel/tool": "constructor" }),
    "/graph/nodes/feel/tool",
    "reference-broken/unknown",
  ],
  [
    "a template has no prompt",
    edited({ "/graph/nodes/greet": { kind: "template" } }),
    "/graph/nodes/greet/prompt",
    "reference-broken/missing",
  ],
  [
    "a model is not declared",
    edited({ "/graph/nodes/greet": { kind: "model", model: "big" } }),
    "/graph/nodes/greet/model",
    "reference-broken/unknown",
  ],
  [
    "a node's parameter is not declared",
    edited({ "/graph/nodes/feel/parameters": ["warmth", "cold"] }),
    "/graph/nodes/feel/parameters/1",
    "reference-broken/unknown",
  ],
  [
    "an edge leads nowhere",
    edited({ "/graph/edges/greet-done/to": "gone" }),
    "/graph/edges/greet-done/to",
    "reference-broken/unknown",
  ],
  [
    "an edge comes from nowhere",
    edited({ "/graph/edges/greet-done/from": "gone" }),
    "/graph/edges/greet-done/from",
    "reference-broken/unknown",
  ],
  [
    "a tool has neither file nor artifact",
    edited({ "/tools/air": { effect: "none" } }),
    "/tools/air",
    "reference-broken/missing",
  ],
  [
    "a tool's artifact is not declared",
    edited({ "/tools/air": { artifact: "wind", effect: "none" } }),
    "/tools/air/artifact",
    "reference-broken/unknown",
  ],
  [
    "a condition cannot be read",
    edited({ "/graph/edges/feel-greet/when": "out.warmth >=" }),
    "/graph/edges/feel-greet/when",
    "reference-broken/unreadable",
  ],
  [
    "a condition names an unknown parameter",
    edited({ "/graph/edges/feel-greet/when": "out.warmth > parameters.heat" }),
    "/graph/edges/feel-greet/when",
    "reference-broken/unknown",
  ],
  [
    "a node cannot be entered",
    edited({ "/graph/nodes/island": { kind: "end" } }),
    "/graph/nodes/island",
    "node-unreachable/no-way-in",
  ],
  [
    "a node cannot be left",
    edited({ "/graph/edges/greet-done": undefined }),
    "/graph/nodes/greet",
    "node-unreachable/no-way-out",
  ],
  [
    "a loop has no bound",
    edited({ "/graph/edges/greet-feel": { from: "greet", to: "feel" } }),
    "/graph/edges/greet-feel",
    "loop-unbounded/loop",
  ],
];

const CONTRACTS: readonly Row[] = [
  [
    "a keyword cannot be checked",
    edited({ "/contract/output/properties/mood": { type: "string", pattern: "x" } }),
    "/contract/output/properties/mood/pattern",
    "contract-mismatch/uncheckable",
  ],
  [
    "a keyword of the input cannot be checked",
    edited({ "/contract/input/minProperties": 1 }),
    "/contract/input/minProperties",
    "contract-mismatch/uncheckable",
  ],
  [
    "nothing gives a promised field",
    edited({ "/contract/output/required": ["mood", "reply", "weather"] }),
    "/contract/output/properties/weather",
    "contract-mismatch/unproduced",
  ],
  [
    "an input is taken more narrowly",
    edited({ "/contract/input/properties/message/maxLength": 10 }),
    "/contract/input/properties/message/maxLength",
    "contract-mismatch/input-narrowed",
  ],
  [
    "an input becomes required",
    edited({
      "/contract/input/required": ["message", "name"],
      "/contract/input/properties/name": { type: "string" },
    }),
    "/contract/input/required",
    "contract-mismatch/input-narrowed",
  ],
  [
    "an output is no longer promised",
    edited({ "/contract/output/required": ["reply"] }),
    "/contract/output/required",
    "contract-mismatch/output-widened",
  ],
  [
    "a placeholder is not declared",
    withFile("prompts/reply.md", "Hello\n{{message}}\n"),
    "/prompts/reply",
    "contract-mismatch/placeholder-undeclared",
  ],
  [
    "a placeholder is never filled",
    withFile("prompts/reply.md", "Hello {{weather}}\n", {
      after: systemWith({ "/prompts/reply/inputs": ["weather"] }),
    }),
    "/prompts/reply",
    "contract-mismatch/placeholder-unfilled",
  ],
];

const CAPABILITIES: readonly Row[] = [
  [
    "a need is not declared",
    edited({ "/tools/sense/needs": ["nerves"] }),
    "/tools/sense/needs/0",
    "capability-missing/undeclared",
  ],
  [
    "a need is not granted",
    edited({
      "/tools/sense/needs": ["nerves"],
      "/capabilities/nerves": { kind: "http", target: "x", access: "read", grant: [] },
    }),
    "/tools/sense/needs/0",
    "capability-missing/not-granted",
  ],
  [
    "a grant waits for a tool to come",
    edited({
      "/capabilities/nerves": { kind: "http", target: "x", access: "read", grant: ["later"] },
    }),
    "/capabilities/nerves/grant/0",
    "capability-missing/grant-to-nobody",
  ],
  [
    "a model's secret is not declared",
    edited({ "/models/big": { provider: "openai", id: "x", auth: { secret: "key" } } }),
    "/models/big/auth/secret",
    "capability-missing/secret-undeclared",
  ],
  [
    "a log's writer does not exist",
    edited({ "/memory/journal/writers": ["ghost"] }),
    "/memory/journal/writers/0",
    "capability-missing/writer-is-nobody",
  ],
];

const RESOURCES: readonly Row[] = [
  [
    "a call may outlast its run",
    edited({ "/resources/per_run/wall_clock_ms": 100 }),
    "/tools/sense/limits/deadline_ms",
    "resource-exceeded/deadline-over-run",
  ],
  [
    "an answer may have more tokens than a run",
    edited({
      "/resources/per_run/tokens": 100,
      "/models/big": { provider: "openai", id: "x", params: { max_output_tokens: 500 } },
    }),
    "/models/big/params/max_output_tokens",
    "resource-exceeded/tokens-over-run",
  ],
  [
    "no run has enough tool calls",
    edited({ "/resources/per_run/tool_calls": 0.5 }),
    "/resources/per_run/tool_calls",
    "resource-exceeded/calls-over-run",
  ],
  [
    "a value lies below its minimum",
    edited({ "/parameters/warmth/value": -1 }),
    "/parameters/warmth/value",
    "resource-exceeded/below-minimum",
  ],
  [
    "a value lies above its maximum",
    edited({ "/parameters/warmth/value": 2 }),
    "/parameters/warmth/value",
    "resource-exceeded/above-maximum",
  ],
];

describe.each([
  ["graph", GRAPH],
  ["contracts", CONTRACTS],
  ["capabilities", CAPABILITIES],
  ["resources", RESOURCES],
] as const)("the %s stage fails", (stage, rows) => {
  it.each(rows)("when %s", (...[, change, pointer, expected]) => {
    const findings = validate(change).findings.filter(({ rule }) => rule === stage);
    const found = findings.find((finding) => finding.place?.pointer === pointer);

    expect(findings.map(({ place }) => place?.pointer)).toContain(pointer);
    expect(`${found?.code}/${found?.facts["problem"]}`).toBe(expected);
    expect(found?.place?.path.startsWith(SYSTEM_ROOT)).toBe(true);
    expect(found?.place?.line).toBeGreaterThan(0);
    expect(found && renderFinding(found).message).not.toContain("`unknown`");
  });
});

describe("the stages pass", () => {
  it.each([
    [
      "a loop has a bound",
      edited({
        "/graph/edges/greet-feel": { from: "greet", to: "feel" },
        "/graph/loops": { max: 2 },
      }),
      "graph",
    ],
    [
      "an input may be longer",
      edited({ "/contract/input/properties/message/maxLength": 5000 }),
      "contracts",
    ],
    [
      "an output promises more",
      edited({ "/contract/output/properties/mood": { type: "string", maxLength: 20 } }),
      "contracts",
    ],
  ] as const)("when %s", (...[, change, stage]) => {
    expect(validate(change).findings.filter(({ rule }) => rule === stage)).toEqual([]);
  });
});
