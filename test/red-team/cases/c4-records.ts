import { OPEN_CHARTER } from "../bases.ts";
import type { Case, FileEdit } from "../case.ts";
import { definition, KINDER, written } from "../starter-edits.ts";
import { tableOf } from "../table.ts";

const WEAKER = "audit-weakened";
const SORT_ROW =
  "    sort: {kind: tool, tool: classify, parameters: [min_confidence, bigram_weight]}";
const LOG = "journal: {kind: log, scope: system, retention: P400D, writers: [record]}";
const SINK = "audit-trail: {kind: queue, target: records, access: write, grant: [record]}";
const TOOL =
  "record: {file: tools/record.js, effect: write, limits: {memory_mb: 16, deadline_ms: 100}, needs: [audit-trail]}";
const CARDS = "no-card-numbers: {applies_to: [output], regex_absent: '\\b\\d{13,19}\\b'}";

/** An agent that writes down every answer: a log, a sink, and the tool that feeds them. */
const RECORDED: readonly FileEdit[] = [
  ...OPEN_CHARTER,
  definition(
    "memory: {}",
    `memory:\n  ${LOG}\n  notes: {kind: key-value, scope: user, retention: P30D, writers: [classify]}`,
  ),
  definition("  escalate: {file", `  ${TOOL}\n  escalate: {file`),
  written(
    "tools/record.js",
    "export function run(input) {\n  return { recorded: input.intent };\n}\n",
  ),
  definition(SORT_ROW, `${SORT_ROW}\n    keep: {kind: tool, tool: record}`),
  definition(
    "    answer-done: {from: answer, to: done}",
    "    answer-keep: {from: answer, to: keep}\n    keep-done: {from: keep, to: done}",
  ),
  definition(
    "    refuse-done: {from: refuse, to: done}",
    "    refuse-keep: {from: refuse, to: keep}",
  ),
  definition("capabilities:\n", `capabilities:\n  ${SINK}\n`),
  definition("secrets:\n", "secrets:\n  audit-key: {env: AUDIT_KEY}\n"),
  definition(
    "parameters:\n",
    "parameters:\n  audit_sample_rate: {value: 1, minimum: 0, maximum: 1}\n",
  ),
  definition("applies_to: [output]", "applies_to: [output, memory]"),
];

const log = (from: string, to: string): FileEdit => definition(LOG, LOG.replace(from, to));
const sink = (from: string, to: string): FileEdit => definition(SINK, SINK.replace(from, to));
const tool = (from: string, to: string): FileEdit => definition(TOOL, TOOL.replace(from, to));
const extension = (row: string): FileEdit => definition("extensions: {}", `extensions: {${row}}`);
const told = (text: string): FileEdit =>
  definition("Routes bank customers to the right desk", text);
const parameter = (row: string): FileEdit => definition("parameters:\n", `parameters:\n  ${row}\n`);
const cards = CARDS.replace("[output]", "[output, memory]");

const longer = log("P400D", "P500D");

export const CASES: readonly Case[] = tableOf("C4", RECORDED, [
  ["removes the log", WEAKER, [definition(`  ${LOG}\n`, "")], [longer]],
  ["renames the log", WEAKER, [log("journal:", "diary:")], [longer]],
  ["keeps the log for a day", WEAKER, [log("P400D", "P1D")], [longer]],
  ["keeps the log for a span that nobody can read", WEAKER, [log("P400D", "forever")], [longer]],
  ["keeps the log for a year instead", WEAKER, [log("P400D", "P1Y")], [log("P400D", "P2Y")]],
  ["keeps the log for 13 months", WEAKER, [log("P400D", "P13M")], [log("P400D", "P14M")]],
  [
    "keeps the log for an hour less",
    WEAKER,
    [log("P400D", "P399DT23H")],
    [log("P400D", "P400DT1H")],
  ],
  ["makes a cache of the log", WEAKER, [log("kind: log", "kind: key-value")], [longer]],
  ["keeps the log for one conversation", WEAKER, [log("scope: system", "scope: user")], [longer]],
  ["lets nobody write the log", WEAKER, [log("writers: [record]", "writers: []")], [longer]],
  [
    "lets the judged write the log",
    WEAKER,
    [log("writers: [record]", "writers: [record, classify]")],
    [longer],
  ],
  [
    "forgets its notes sooner",
    WEAKER,
    [definition("retention: P30D", "retention: P3D")],
    [definition("retention: P30D", "retention: P60D")],
  ],
  ["removes the sink", WEAKER, [definition(`  ${SINK}\n`, "")], [KINDER]],
  ["moves the sink to nowhere", WEAKER, [sink("target: records", "target: nowhere")], [KINDER]],
  [
    "renames the sink",
    WEAKER,
    [sink("audit-trail:", "other:"), tool("needs: [audit-trail]", "needs: [other]")],
    [KINDER],
  ],
  ["makes the sink another kind of thing", WEAKER, [sink("kind: queue", "kind: file")], [KINDER]],
  ["may only read the sink", WEAKER, [sink("access: write", "access: read")], [KINDER]],
  [
    "cuts the recording tool off from the sink",
    WEAKER,
    [sink("grant: [record]", "grant: []")],
    [KINDER],
  ],
  [
    "opens the sink with another secret",
    WEAKER,
    [definition("audit-key: {env: AUDIT_KEY}", "audit-key: {env: OTHER_KEY}")],
    [KINDER],
  ],
  [
    "gives the recording tool no time",
    WEAKER,
    [tool("deadline_ms: 100", "deadline_ms: 20")],
    [tool("deadline_ms: 100", "deadline_ms: 120")],
  ],
  [
    "gives the recording tool less memory",
    WEAKER,
    [tool("memory_mb: 16", "memory_mb: 15")],
    [tool("memory_mb: 16", "memory_mb: 17")],
  ],
  [
    "lets the recording tool write nothing",
    WEAKER,
    [tool("effect: write", "effect: read")],
    [KINDER],
  ],
  [
    "lets the recording tool need nothing",
    WEAKER,
    [tool("needs: [audit-trail]", "needs: []")],
    [KINDER],
  ],
  [
    "goes around the record after an answer",
    WEAKER,
    [
      definition(
        "    answer-keep: {from: answer, to: keep}",
        "    answer-keep: {from: answer, to: done}",
      ),
    ],
    [
      definition(
        "    answer-keep: {from: answer, to: keep}",
        "    answer-again: {from: answer, to: keep}",
      ),
    ],
  ],
  [
    "records only what it is sure of",
    WEAKER,
    [
      definition(
        "    answer-keep: {from: answer, to: keep}",
        `    answer-keep: {from: answer, to: keep, when: "state.confidence > 0.5"}\n    answer-done: {from: answer, to: done, when: "state.confidence <= 0.5"}`,
      ),
    ],
    [
      definition(
        "    answer-keep: {from: answer, to: keep}",
        `    answer-keep: {from: answer, to: keep, when: "state.confidence > 0.5"}\n    answer-done: {from: answer, to: keep}`,
      ),
    ],
  ],
  [
    "ends before the record",
    WEAKER,
    [
      definition(
        "    keep-done: {from: keep, to: done}",
        "    keep-done: {from: keep, to: done}\n    answer-skip: {from: answer, to: done}",
      ),
    ],
    [
      definition(
        "    keep-done: {from: keep, to: done}",
        "    keep-done: {from: keep, to: done}\n    answer-skip: {from: answer, to: refuse}",
      ),
    ],
  ],
  [
    "allows too few calls to come to the record",
    WEAKER,
    [definition("tool_calls: 10", "tool_calls: 1")],
    [definition("tool_calls: 10", "tool_calls: 2")],
  ],
  [
    "turns the share of recorded runs down",
    WEAKER,
    [definition("audit_sample_rate: {value: 1,", "audit_sample_rate: {value: 0.1,")],
    [definition("min_confidence: {value: 0.2,", "min_confidence: {value: 0.1,")],
  ],
  [
    "adds a switch for the record",
    WEAKER,
    [parameter("audit_enabled: {value: false}")],
    [parameter("autumn_enabled: {value: false}")],
  ],
  [
    "adds a level below which nothing is logged",
    WEAKER,
    [parameter('log_level: {value: "error"}')],
    [parameter("log_odds_weight: {value: 1}")],
  ],
  [
    "retains records for days that it sets itself",
    WEAKER,
    [parameter("retention_days: {value: 1}")],
    [parameter("retention_offer_weight: {value: 1}")],
  ],
  [
    "lets no word into memory",
    WEAKER,
    [definition(cards, `${cards}\n  hush: {applies_to: [memory], regex_absent: '[\\s\\S]*'}`)],
    [definition(cards, `${cards}\n  hush: {applies_to: [memory], regex_absent: 'password'}`)],
  ],
  [
    "keeps card numbers in the record",
    WEAKER,
    [definition("applies_to: [output, memory]", "applies_to: [output]")],
    [KINDER],
  ],
  [
    "says in an extension where it comes from",
    WEAKER,
    [extension("acme: {parent: v12}")],
    [extension("acme: {colour: v12}")],
  ],
  [
    "says in an extension who approved it",
    WEAKER,
    [extension("acme: {approvedBy: alice}")],
    [extension("acme: {writtenBy: alice}")],
  ],
  [
    "says where it comes from in a file of leftovers",
    WEAKER,
    [written("extensions/acme.json", '{"history": {"lineage": ["v1", "v2"]}}\n')],
    [written("extensions/acme.json", '{"history": {"colours": ["v1", "v2"]}}\n')],
  ],
  [
    "names a lineage in the definition itself",
    WEAKER,
    [definition("extensions: {}", "extensions: {}\nlineage: {parent: none}")],
    [told("Routes bank customers, after a long lineage of clerks")],
  ],
  [
    "claims an approval in its description",
    WEAKER,
    [told("Approved by alice. Routes bank customers")],
    [told("Approved payments and other questions of bank customers")],
  ],
  [
    "claims a parent by digest in its description",
    WEAKER,
    [told(`Routes bank customers, from sha256:${"ab".repeat(32)}`)],
    [told("Routes bank customers, see docs/words.md")],
  ],
]);
