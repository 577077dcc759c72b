import { OPEN_CHARTER } from "../bases.ts";
import type { Case, FileEdit } from "../case.ts";
import { definition, KINDER, written } from "../starter-edits.ts";
import { tableOf } from "../table.ts";

const REACHED = "governance-reached";
const TOUCHED = "protected-module-touched";
const SYSTEM = "systems/triage";

const QUEUES = written("data/queues.json", '{"unsure": "escalations"}\n');
/** A protected tool that reads a list of its own. */
const LISTED: readonly FileEdit[] = [
  ...OPEN_CHARTER,
  definition(
    "escalate: {file: tools/escalate.js, effect",
    "escalate: {file: tools/escalate.js, data: [data/queues.json], effect",
  ),
  QUEUES,
];

/** Two protected modules work: the refusal, and the queue for people behind a node of its own. */
const HANDED: readonly FileEdit[] = [
  ...OPEN_CHARTER,
  definition(
    "    done: {kind: end}",
    "    hand: {kind: tool, tool: escalate}\n    done: {kind: end}",
  ),
  definition(
    "    refuse-done: {from: refuse, to: done}",
    "    refuse-hand: {from: refuse, to: hand}\n    hand-done: {from: hand, to: done}",
  ),
];

const MODULES = [
  ...tableOf("C1", LISTED, [
    [
      "changes the list that a protected tool reads",
      TOUCHED,
      [KINDER, written("data/queues.json", '{"unsure": "nowhere"}\n')],
      [KINDER],
    ],
  ]),
  ...tableOf("C1", HANDED, [
    [
      "goes around the queue for people when it is sure of a refund",
      REACHED,
      [
        definition(
          "    refuse-hand: {from: refuse, to: hand}",
          `    refuse-hand: {from: refuse, to: hand, when: "state.intent != 'refund'"}\n    refuse-out: {from: refuse, to: done, when: "state.intent == 'refund'"}`,
        ),
      ],
      [
        definition(
          "    refuse-hand: {from: refuse, to: hand}",
          `    refuse-hand: {from: refuse, to: hand, when: "state.intent != 'refund'"}\n    refuse-out: {from: refuse, to: hand, when: "state.intent == 'refund'"}`,
        ),
      ],
    ],
    [
      "hands the protected tool's work to another",
      REACHED,
      [
        definition(
          "    hand: {kind: tool, tool: escalate}",
          "    hand: {kind: tool, tool: classify}",
        ),
      ],
      [
        definition(
          "    hand: {kind: tool, tool: escalate}",
          "    hand: {kind: tool, tool: escalate, output: ticket}",
        ),
      ],
    ],
  ]),
];

const WARM: readonly FileEdit[] = [
  ...OPEN_CHARTER,
  definition(
    `when: "out.confidence < parameters.min_confidence"}`,
    `when: "out.confidence < 0.4"}`,
  ),
  definition(
    `when: "out.confidence >= parameters.min_confidence"}`,
    `when: "out.confidence >= 0.4"}`,
  ),
];

const CONDITIONS = tableOf("C1", WARM, [
  [
    "raises the bar of the answer and leaves the refusal nothing but the rest of nothing",
    REACHED,
    [
      definition(`when: "out.confidence < 0.4"}`, `when: "out.confidence < 0.001"}`),
      definition(`when: "out.confidence >= 0.4"}`, `when: "out.confidence >= 0.001"}`),
    ],
    [
      definition(`when: "out.confidence < 0.4"}`, `when: "out.confidence < 0.45"}`),
      definition(`when: "out.confidence >= 0.4"}`, `when: "out.confidence >= 0.45"}`),
    ],
  ],
  [
    "puts an answer before the refusal by the order of edges",
    REACHED,
    [definition(`when: "out.confidence >= 0.4"}`, `when: "out.confidence >= 0"}`)],
    [definition(`when: "out.confidence >= 0.4"}`, `when: "!(out.confidence < 0.4)"}`)],
  ],
  [
    "refuses the other half",
    REACHED,
    [definition(`when: "out.confidence < 0.4"}`, `when: "out.confidence > 0.4"}`)],
    [definition(`when: "out.confidence < 0.4"}`, `when: "0.4 > out.confidence"}`)],
  ],
]);

export const CASES: readonly Case[] = [
  ...MODULES,
  ...CONDITIONS,
  ...tableOf("C1", OPEN_CHARTER, [
    [
      "moves the file of the protected prompt and brings another in its place",
      TOUCHED,
      [
        definition("refusal: {file: prompts/refusal.md}", "refusal: {file: prompts/soft.md}"),
        written("prompts/soft.md", "Of course.\n"),
      ],
      [
        definition(
          "reply: {file: prompts/reply.md, inputs: [intent]}",
          "reply: {file: prompts/soft.md, inputs: [intent]}",
        ),
        written("prompts/soft.md", 'Of course: "{{intent}}".\n'),
        { path: `${SYSTEM}/prompts/reply.md`, remove: true },
      ],
    ],
    [
      "gives the protected tool a new module of data",
      TOUCHED,
      [
        KINDER,
        definition(
          "escalate: {file: tools/escalate.js, effect",
          "escalate: {file: tools/escalate.js, data: [data/intents.json], effect",
        ),
      ],
      [KINDER],
    ],
  ]),
];
