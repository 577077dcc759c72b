import type { Case, FileEdit } from "../case.ts";
import { definition } from "../starter-edits.ts";

/** What each of these would say honestly: a careful step of a parameter. */
const TUNED = definition("value: 0.2,", "value: 0.22,");
const REMARK = "# Absent means none; nothing is inherited.";
const REMARKED = definition(REMARK, "# Absent means none, and nothing is inherited.");

type Row = readonly [name: string, attack: readonly FileEdit[], twin?: readonly FileEdit[]];

const AMBIGUOUS: readonly Row[] = [
  [
    "hides a value under a merge key, which only some parsers apply",
    [definition("value: 0.2,", "<<: {value: 0.9}, value: 0.22,")],
    [TUNED],
  ],
  [
    "merges a tool's rights in by an alias",
    [definition("    effect: none\n", "    <<: *wide\n    effect: none\n")],
    [definition("    effect: none\n", "    # as narrow as it can be\n    effect: none\n")],
  ],
  [
    "anchors a section for another one to follow",
    [definition("memory: {}", "memory: &none {}")],
    [definition("memory: {}", "memory: {} # none")],
  ],
  [
    "fills a section from an anchor elsewhere",
    [
      definition("memory: {}", "memory: &none {}"),
      definition("extensions: {}", "extensions: *none"),
    ],
    [
      definition("memory: {}", "memory: {} # none"),
      definition("extensions: {}", "extensions: {} # none"),
    ],
  ],
  ["tags a text as truth", [definition("optional: true", 'optional: !!bool "yes"')], [REMARKED]],
  [
    "has Python make an object of a description",
    [definition('"Routes bank customers to the right desk"', "!!python/name:os.system x")],
  ],
  ["gives a value a local tag", [definition("target: escalations", "target: !env escalations")]],
  ["writes a truth of YAML 1.1", [definition("optional: true", "optional: yes")]],
  ["writes off for a word", [definition("loops: {max: 0}", "loops: {max: off}")]],
  ["writes a limit in octal", [definition("tool_calls: 10}", "tool_calls: 010}")]],
  ["writes a deadline in base sixty", [definition("deadline_ms: 200}", "deadline_ms: 3:20}")]],
  ["writes a limit in hexadecimal", [definition("tokens: 4000", "tokens: 0xFA0")]],
  ["writes a limit with underscores", [definition("wall_clock_ms: 5000", "wall_clock_ms: 5_000")]],
  ["writes a limit with an exponent", [definition("tokens: 4000", "tokens: 4e3")]],
  ["writes a number no double holds", [definition("tokens: 4000", "tokens: 12345678901234567890")]],
  [
    "writes a zero with a sign",
    [definition("minimum: 0, maximum: 10}", "minimum: -0.0, maximum: 10}")],
  ],
  [
    "writes a value that is a date to some",
    [definition("target: escalations", "target: 2026-01-01")],
  ],
  ["leaves a value out", [definition("extensions: {}", "extensions:")], [REMARKED]],
  ["writes nothing as a tilde", [definition("extensions: {}", "extensions: ~")], [REMARKED]],
  ["asks for a key with a question mark", [definition("memory: {}", "? memory\n: {}")]],
  ["puts a key in quotes", [definition("memory: {}", '"memory": {}')]],
  ["uses a list as a key", [definition("memory: {}", "memory: {}\n[a, b]: {}")]],
  ["replaces the prototype", [definition("memory: {}", "memory: {}\n__proto__: {tier: T0}")]],
  ["names a key constructor", [definition("extensions: {}", "extensions: {constructor: {a: 1}}")]],
  [
    "spells a key with a Cyrillic letter",
    [definition("  bigram_weight:", "  bigram_weight: &a {}\n  bigr\u0430m_weight:")],
    [TUNED],
  ],
  [
    "appends a second document",
    [definition("extensions: {}", "extensions: {}\n---\nkind: System")],
  ],
  ["ends the document early", [definition("extensions: {}", "extensions: {}\n...\nkind: System")]],
  [
    "asks for the older YAML",
    [definition("# One governed agent.", "%YAML 1.1\n---\n# One governed agent.")],
    [definition("# One governed agent.", "# YAML 1.2\n# One governed agent.")],
  ],
  ["folds a text over lines", [definition("target: escalations, ", "target: escala\n    tions, ")]],
  [
    "escapes letters in a name",
    [definition('"Routes bank customers to the right desk"', '"\\x52outes bank customers"')],
  ],
  [
    "puts a key behind a value, where one parser alone sees it",
    [definition("memory: {}", 'memory:\n- "" secret: 1')],
  ],
  [
    "comments within brackets so that one parser stops",
    [definition("needs: [escalations]}", "needs: [{a: 1\n# x\n      }]}")],
    [definition("needs: [escalations]}", "needs: [escalations\n    # x\n    ]}")],
  ],
  ["writes a pair in a list", [definition("grant: [escalate]", "grant: [escalate: yes]")]],
];

const OTHERS: readonly (readonly [code: Case["codes"][number], ...row: Row])[] = [
  [
    "yaml-duplicate-key",
    "says a value twice, and parsers differ on which one counts",
    [definition("value: 0.2,", "value: 0.22, value: 0.9,")],
    [TUNED],
  ],
  [
    "yaml-duplicate-key",
    "says a section twice",
    [definition("memory: {}", "memory: {}\nsecrets: {}")],
  ],
  [
    "yaml-duplicate-key",
    "says a key twice in other letters",
    [definition("value: 0.2,", "Value: 0.9, value: 0.22,")],
    [TUNED],
  ],
  [
    "yaml-too-deep",
    "nests deeper than a reader can follow",
    [definition("extensions: {}", `extensions: {a: ${"[".repeat(60)}${"]".repeat(60)}}`)],
  ],
  [
    "file-too-large",
    "buries a change under a definition that nobody can read",
    [definition(REMARK, `#${" padding".repeat(20_000)}`)],
    [definition(REMARK, `#${" padding".repeat(8)}`)],
  ],
  [
    "yaml-too-large",
    "sends a parser through more nodes than a system has",
    [definition("extensions: {}", `extensions: {a: [${"1,".repeat(25_000)}1]}`)],
  ],
  ["yaml-unreadable", "leaves a bracket open", [definition("extensions: {}", "extensions: {")]],
  ["system-invalid", "gives itself a tier", [definition("memory: {}", "memory: {}\ntier: T0")]],
  [
    "system-invalid",
    "gives a tool a right that no tool has",
    [definition("effect: none", "effect: none\n    sudo: true")],
    [definition("effect: none", "effect: none # no sudo")],
  ],
];

export const CASES: readonly Case[] = [
  ...AMBIGUOUS.map((row) => ["yaml-ambiguous", ...row] as const),
  ...OTHERS,
].map(([code, name, attack, twin = [REMARKED]]) => {
  return { name, rule: "reading", codes: [code], attack, twin };
});
