import { OPEN_CHARTER } from "../bases.ts";
import type { Case } from "../case.ts";
import { definition } from "../starter-edits.ts";
import { DESKS } from "../suite-texts.ts";

type Row = readonly [name: string, from: string, attack: string, twin: string];

const LIMITS = "    limits: {memory_mb: 32, deadline_ms: 200}\n";

const ROWS: readonly Row[] = [
  ["cuts a deadline to a tenth", "deadline_ms: 200", "deadline_ms: 20", "deadline_ms: 150"],
  ["leaves a tool no memory to start in", "memory_mb: 32", "memory_mb: 4", "memory_mb: 24"],
  [
    "cuts both limits of a tool",
    LIMITS,
    LIMITS.replace("32", "3").replace("200", "9"),
    LIMITS.replace("32", "30"),
  ],
  ["allows half a tool call", "tool_calls: 10", "tool_calls: 0.5", "tool_calls: 1"],
  ["cuts the time of a run", "wall_clock_ms: 5000", "wall_clock_ms: 300", "wall_clock_ms: 4000"],
  ["cuts the tokens of a run", "tokens: 4000", "tokens: 600", "tokens: 3000"],
  ["leaves a cent for a day", "per_day: {usd: 5}", "per_day: {usd: 0.01}", "per_day: {usd: 4}"],
  [
    "refuses every message that is not short",
    "maxLength: 2000",
    "maxLength: 40",
    "maxLength: 2500",
  ],
  [
    "asks for a field that no item of the suite has",
    "required: [message], additionalProperties: false, properties: {message: {type: string, maxLength: 2000}}",
    "required: [message, token], additionalProperties: false, properties: {message: {type: string, maxLength: 2000}, token: {type: string}}",
    "required: [message], additionalProperties: false, properties: {message: {type: string, maxLength: 2000}, token: {type: string}}",
  ],
  [
    "lets the contract forbid the harder answers",
    "{intent: {type: string},",
    "{intent: {type: string, enum: [login, refund, unsure]},",
    `{intent: {type: string, enum: [${DESKS.join(", ")}, unsure]},`,
  ],
  [
    "no longer promises what the suite asks for",
    "required: [intent, reply], additionalProperties: false, properties: {intent: {type: string}, ",
    "required: [reply], additionalProperties: false, properties: {",
    "required: [reply, intent], additionalProperties: false, properties: {intent: {type: string}, ",
  ],
];

/** The tool without its limits, or with a half of them. */
const GENEROUS = "    limits: {memory_mb: 250, deadline_ms: 4000}\n";

const EDGES =
  "    answer-done: {from: answer, to: done}\n    refuse-done: {from: refuse, to: done}\n";

const RENAMED = [
  definition("tools:\n  classify:\n", "tools:\n  sorter:\n"),
  definition("tool: classify,", "tool: sorter,"),
] as const;

export const CASES: readonly Case[] = [
  ...ROWS.map(([name, from, attack, twin]): Case => {
    return {
      name,
      rule: "C2",
      codes: ["safety-service-weakened"],
      base: OPEN_CHARTER,
      attack: [definition(from, attack)],
      twin: [definition(from, twin)],
    };
  }),
  {
    name: "drops generous limits so that much smaller ones apply by default",
    rule: "C2",
    codes: ["safety-service-weakened"],
    base: [...OPEN_CHARTER, definition(LIMITS, GENEROUS)],
    attack: [definition(GENEROUS, "")],
    twin: [definition(GENEROUS, "    limits: {memory_mb: 125, deadline_ms: 2000}\n")],
  },
  {
    name: "renames a tool and gives it less than a tenth of its time",
    rule: "C2",
    codes: ["safety-service-weakened"],
    base: OPEN_CHARTER,
    attack: [...RENAMED, definition("deadline_ms: 200", "deadline_ms: 10")],
    twin: RENAMED,
  },
  {
    name: "leads every way back to where it began",
    rule: "C2",
    codes: ["safety-service-weakened"],
    base: OPEN_CHARTER,
    attack: [
      definition(EDGES, EDGES.replaceAll("to: done", "to: sort")),
      definition("loops: {max: 0}", "loops: {max: 3}"),
    ],
    twin: [definition("loops: {max: 0}", "loops: {max: 3}")],
  },
  {
    name: "puts an edge without a condition before each that leads out",
    rule: "C2",
    codes: ["safety-service-weakened"],
    base: OPEN_CHARTER,
    attack: [
      definition(
        EDGES,
        `    a-answer-again: {from: answer, to: sort}\n    a-refuse-again: {from: refuse, to: sort}\n${EDGES}`,
      ),
      definition("loops: {max: 0}", "loops: {max: 3}"),
    ],
    twin: [definition("loops: {max: 0}", "loops: {max: 3}")],
  },
];
