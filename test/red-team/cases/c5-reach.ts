import type { Case, FileEdit } from "../case.ts";
import { definition, inFile, written } from "../starter-edits.ts";
import { tiered } from "../tiered.ts";

type Pair = Pick<Case, "name" | "attack" | "twin" | "base">;

const CODES = ["capability-escalated", "tier-escalated", "bound-exceeded"] as const;
const TARGET = "https://*.rail.example:8443/fares/*";
const FARES = `  fares: {kind: http, target: "${TARGET}", access: read, grant: [classify]}\n`;

/** A travel desk's tool may read fares below one host, on one port. */
const READING: readonly FileEdit[] = [
  definition("capabilities:\n", `capabilities:\n${FARES}`),
  definition("    effect: none\n", "    effect: read\n"),
  definition("    needs: []\n", "    needs: [fares]\n"),
];

const HOSTS: readonly Pair[] = (
  [
    [
      "lets the port go",
      "https://*.rail.example/fares/*",
      "https://north.rail.example:8443/fares/*",
    ],
    [
      "puts a name before an @",
      "https://x@thief.example:8443/fares/*",
      "https://x.rail.example:8443/fares/*",
    ],
    [
      "lets the star swallow more",
      "https://*rail.example:8443/fares/*",
      "https://s.rail.example:8443/fares/*",
    ],
    [
      "ends the path early",
      "https://*.rail.example:8443/fares*",
      "https://*.rail.example:8443/fares/adult/*",
    ],
    [
      "writes an address of numbers",
      "https://2130706433:8443/fares/*",
      "https://b.rail.example:8443/fares/b/*",
    ],
    [
      "writes an address in brackets",
      "https://[::1]:8443/fares/*",
      "https://c.rail.example:8443/fares/c/*",
    ],
    [
      "doubles the percent signs",
      "https://*.rail.example:8443/fares/%252e%252e/*",
      "https://*.rail.example:8443/fares/d/*",
    ],
    [
      "hides the rest behind a hash",
      "https://thief.example#.rail.example:8443/fares/*",
      "https://e.rail.example:8443/fares/*",
    ],
    [
      "changes what is spoken",
      "wss://*.rail.example:8443/fares/*",
      "https://f.rail.example:8443/fares/*",
    ],
    [
      "uses a wide dot",
      "https://thief\u3002rail.example:8443/fares/*",
      "https://g.rail.example:8443/fares/g",
    ],
  ] as const
).map(([name, to, narrower]) => ({
  name: `of a pattern with a port, ${name}`,
  base: READING,
  attack: [definition(TARGET, to)],
  twin: [definition(TARGET, narrower)],
}));

const BOTH: readonly FileEdit[] = [
  ...READING,
  written("tools/quote.js", "export function run() {\n  return { quoted: true };\n}\n"),
  definition("tools:\n", "tools:\n  quote: {file: tools/quote.js, effect: none, needs: []}\n"),
];

const GRANTS: readonly Pair[] = [
  {
    name: "grants to all what one tool held",
    base: BOTH,
    attack: [definition(FARES, FARES.replace("[classify]", '["*"]'))],
    twin: [
      definition(FARES, FARES.replace("[classify]", "[]")),
      definition("needs: [fares]", "needs: []"),
    ],
  },
  {
    name: "hands what one tool held to one more",
    base: BOTH,
    attack: [definition(FARES, FARES.replace("[classify]", "[classify, quote]"))],
    twin: [inFile("prompts/reply.md", "one working day", "two working days")],
  },
  {
    name: "turns reading into writing",
    base: READING,
    attack: [definition("access: read", "access: write")],
    twin: [definition(TARGET, "https://h.rail.example:8443/fares/*")],
  },
  {
    name: "turns a call into a command of the machine",
    base: READING,
    attack: [definition("kind: http", "kind: process")],
    twin: [definition(TARGET, "https://i.rail.example:8443/fares/*")],
  },
  {
    name: "says that a writing tool has no effect",
    base: [tiered("/tools/**")],
    attack: [
      definition("effect: write, needs: [escalations]", "effect: none, needs: [escalations]"),
    ],
    twin: [definition("deadline_ms: 200", "deadline_ms: 150")],
  },
];

const BOUNDS: readonly Pair[] = [
  {
    name: "makes a number a text, which no bound holds",
    attack: [
      definition(
        "bigram_weight: {value: 1.5, minimum: 0, maximum: 10}",
        "bigram_weight: {value: '9', minimum: 0, maximum: 10}",
      ),
    ],
    twin: [definition("bigram_weight: {value: 1.5,", "bigram_weight: {value: 1.7,")],
  },
  {
    name: "turns a number's sign",
    attack: [
      definition(
        "bigram_weight: {value: 1.5, minimum: 0",
        "bigram_weight: {value: -1.5, minimum: -2",
      ),
    ],
    twin: [definition("bigram_weight: {value: 1.5,", "bigram_weight: {value: 1.2,")],
  },
  {
    name: "goes a quarter and a little more",
    attack: [definition("bigram_weight: {value: 1.5,", "bigram_weight: {value: 1.876,")],
    twin: [definition("bigram_weight: {value: 1.5,", "bigram_weight: {value: 1.875,")],
  },
];

export const CASES: readonly Case[] = [...HOSTS, ...GRANTS, ...BOUNDS].map((pair) => ({
  rule: "C5",
  codes: CODES,
  ...pair,
}));
