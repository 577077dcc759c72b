import { describe, expect, it } from "vitest";
import { aCharter, SYSTEM_FILES, SYSTEM_ROOT } from "../../../support/builders.ts";
import { edited, withFile } from "../../../support/edited.ts";
import { breachesOf, expectBreach, type Row } from "../expect-breach.ts";

const silent = { silentTiers: true } as const;

const SUITE = `${SYSTEM_ROOT}/evals/public.jsonl`;

const QUESTION = "I would like to know why nobody greets me";
const SUITE_FILES = {
  [SUITE]: `{"id":"pub-0001","input":{"message":"${QUESTION}"},"expected":{"mood":"sad"}}\n`,
};

const RULED_FILES = {
  [SUITE]: `{"id":"pub-0001","input":{"message":"Hello there"},"requires":[{"member":"reply","test":"contains-all","values":["welcome"]}]}\n`,
};

const KEPT_APART = aCharter({
  rules: {
    tiers: [{ match: "/**", tier: "T1", widen_to: "T2" }],
    suites: {
      public: { dataset: "evals/public.jsonl", metric: "accuracy" },
      sealed: { ref: "greeter-2027", repository: "Acme/kept.apart", metric: "accuracy" },
    },
  },
});

const reading = (target: string) =>
  edited(
    { "/capabilities/ask": { kind: "http", target, access: "read", grant: ["sense"] } },
    { charter: KEPT_APART },
  );

const ROWS: readonly Row[] = [
  ...[
    "https://api.github.com/repos/acme/kept.apart/contents/greeter.jsonl",
    "https://github.com/x/acme/kept.apart-2/../../../ACME/Kept.Apart",
    "git@github.com:acme/kept.apart.git",
    "https://proxy.example/?to=acme%2Fkept.apart",
  ].map((target): Row => [
    `a capability reads the suite's own repository at ${target}`,
    reading(target),
    "suite-answer-leaked/referred",
  ]),
  [
    "a capability points at the judge",
    edited(
      { "/capabilities/ask": { kind: "http", target: "judge", access: "read", grant: ["sense"] } },
      silent,
    ),
    "safety-service-weakened/target",
  ],
  [
    "a policy is removed",
    edited({ "/policies/no-cards": undefined }, silent),
    "safety-service-weakened/policy-removed",
  ],
  [
    "a policy applies to less",
    edited({ "/policies/no-cards/applies_to": ["input"] }, silent),
    "safety-service-weakened/policy-narrowed",
  ],
  [
    "a policy's pattern changes",
    edited({ "/policies/no-cards/regex_absent": "never" }, silent),
    "safety-service-weakened/policy-rewritten",
  ],
  [
    "a deadline is cut to a twentieth",
    edited({ "/tools/sense/limits/deadline_ms": 10 }),
    "safety-service-weakened/limit-cut",
  ],
  [
    "memory is cut to a thirtieth",
    edited({ "/tools/sense/limits/memory_mb": 1 }),
    "safety-service-weakened/limit-cut",
  ],
  [
    "no run may call a tool",
    edited({ "/resources/per_run/tool_calls": 0.5 }, silent),
    "safety-service-weakened/run-starved",
  ],
  [
    "a member whose text a suite looks at is promised no longer",
    edited(
      { "/contract/output/properties/reply": undefined, "/contract/output/required": ["mood"] },
      { ...silent, baseFiles: RULED_FILES },
    ),
    "safety-service-weakened/item-refused",
  ],
  [
    "a prompt quotes the suite",
    withFile("prompts/reply.md", `Example: ${QUESTION}!\n`, { baseFiles: SUITE_FILES }),
    "suite-answer-leaked/quoted",
  ],
  [
    "word lists quote the suite in other letters",
    withFile("data/moods.json", `["${QUESTION.toUpperCase().replaceAll(" ", " - ")}"]`, {
      baseFiles: SUITE_FILES,
    }),
    "suite-answer-leaked/quoted",
  ],
  [
    "tool code looks for an item's id",
    withFile("tools/sense.js", 'const cheat = "pub-0001";\n', { baseFiles: SUITE_FILES }),
    "suite-answer-leaked/quoted",
  ],
  [
    "a parameter carries a question",
    edited(
      { "/parameters/hint": { value: QUESTION } },
      { baseFiles: SUITE_FILES, silentTiers: true },
    ),
    "suite-answer-leaked/quoted",
  ],
];

describe("C2 is breached", () => {
  it.each(ROWS)("when %s", (_when, change, expected) => {
    expectBreach(change, { rule: "C2", breach: expected });
  });
});

describe("C2 is kept", () => {
  it.each([
    ["a capability reads a neighbour", reading("https://api.github.com/repos/acme/kept.apart-2/x")],
    ["a capability reads another name", reading("https://api.github.com/repos/acme/keptxapart")],
    [
      "a capability reads another owner",
      reading("https://api.github.com/repos/not-acme/kept.apart"),
    ],
    [
      "the base quotes the suite already",
      withFile("prompts/reply.md", `${QUESTION}? Hello {{mood}}!\n`, {
        baseFiles: SUITE_FILES,
        beforeFiles: { ...SYSTEM_FILES, "prompts/reply.md": `${QUESTION}? Hello.\n` },
      }),
    ],
    [
      "a short greeting of the suite is in a word list",
      withFile("data/moods.json", '["good day to you"]', {
        baseFiles: { [SUITE]: '{"id":"a","input":{"message":"good day to you"},"expected":{}}' },
      }),
    ],
  ])("when %s", (_when, change) => {
    expect(breachesOf(change)).toEqual([]);
  });
});
