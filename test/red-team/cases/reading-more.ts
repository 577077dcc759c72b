import { readStarter } from "../../support/starter.ts";
import { OPEN_CHARTER } from "../bases.ts";
import type { Case, FileEdit } from "../case.ts";
import { definition, KINDER, shorthand, written } from "../starter-edits.ts";

const ROOT = "systems/triage";
const at = (path: string, text = "x\n"): FileEdit => ({ path, write: text });
const SYSTEM = readStarter().files[`${ROOT}/system.yaml`] ?? "";
const SHORT = readStarter().files[`${ROOT}/data/shorthand.json`] ?? "";
const DESCRIBED = '"Routes bank customers to the right desk"';
const described = (to: string): FileEdit => definition(DESCRIBED, to);
const more = (row: string): FileEdit => definition("extensions: {}", `extensions: {acme: ${row}}`);
const withRow = (row: string): FileEdit =>
  written("data/shorthand.json", SHORT.replace('"acc": "account"', `"acc": "account",\n  ${row}`));
const HONEST = shorthand({ accs: "accounts" });
const NOTE = written("docs/notes.md", "x\n");

type Row = readonly [code: Case["codes"][number], name: string, attack: FileEdit, twin: FileEdit];

const YAML: readonly Row[] = [
  ["yaml-ambiguous", "writes a number that is none", more("{a: .nan}"), more("{a: 0.5}")],
  ["yaml-ambiguous", "writes a number without end", more("{a: -.inf}"), more("{a: -1}")],
  ["yaml-ambiguous", "writes a number that begins with a dot", more("{a: .5}"), more("{a: 0.5}")],
  ["yaml-ambiguous", "writes a number that ends with a dot", more("{a: 5.}"), more("{a: 5.0}")],
  ["yaml-ambiguous", "writes a plus before a number", more("{a: +5}"), more("{a: 5}")],
  ["yaml-ambiguous", "writes a binary number", more("{a: 0b101}"), more('{a: "0b101"}')],
  ["yaml-ambiguous", "writes an octal number anew", more("{a: 0o17}"), more('{a: "0o17"}')],
  ["yaml-ambiguous", "writes a time of day", more("{a: 12:30:45}"), more('{a: "12:30:45"}')],
  [
    "yaml-ambiguous",
    "writes a moment",
    more("{a: 2026-01-01T00:00:00Z}"),
    more('{a: "2026-01-01T00:00:00Z"}'),
  ],
  ["yaml-ambiguous", "writes an equals sign for a value", more("{a: =}"), more('{a: "="}')],
  ["yaml-ambiguous", "writes nothing in capitals", more("{a: NULL}"), more('{a: "NULL"}')],
  ["yaml-ambiguous", "writes a truth in capitals", more("{a: TRUE}"), more("{a: true}")],
  ["yaml-ambiguous", "says yes by one letter", more("{a: y}"), more('{a: "y"}')],
  ["yaml-ambiguous", "calls a key no", more("{no: 1}"), more("{norway: 1}")],
  ["yaml-ambiguous", "calls a key null", more("{null: 1}"), more("{nil: 1}")],
  ["yaml-ambiguous", "calls a key by a number", more("{1: 1}"), more("{one: 1}")],
  ["yaml-ambiguous", "names keys without values", more("{a, b}"), more("{a: true, b: true}")],
  ["yaml-unreadable", "leaves a place in a list empty", more("[a,, b]"), more("[a, b]")],
  ["yaml-ambiguous", "writes a value in a local tag's clothes", more("!!str 5"), more('"5"')],
  ["yaml-ambiguous", "writes a tag out in full", more("!<tag:yaml.org,2002:str> 5"), more('"5"')],
  ["yaml-ambiguous", "marks a value as not specific", more("! 5"), more('"5"')],
  ["yaml-ambiguous", "writes bytes", more("!!binary YWJj"), more('"YWJj"')],
  ["yaml-ambiguous", "writes a set", more("!!set {a: 1}"), more("{set: {a: 1}}")],
  [
    "yaml-ambiguous",
    "begins with a document's mark",
    definition("# One governed agent.", "---\n# One governed agent."),
    definition("# One governed agent.", "# -- One governed agent."),
  ],
  [
    "yaml-ambiguous",
    "names a tag's handle",
    definition("# One governed agent.", "%TAG ! tag:example.com,2026:\n---\n# One."),
    definition("# One governed agent.", "# TAG. One governed agent."),
  ],
  [
    "yaml-ambiguous",
    "folds a quoted text over lines",
    described('"Routes bank customers\n    to the right desk"'),
    described('"Routes customers to the right desk"'),
  ],
  [
    "yaml-ambiguous",
    "rings a bell in a text",
    described('"Routes bank\\a customers"'),
    described('"Routes bank a customers"'),
  ],
  [
    "yaml-ambiguous",
    "writes a line separator by escape",
    described('"Routes bank\\L customers"'),
    described('"Routes bank\\n customers"'),
  ],
  [
    "yaml-ambiguous",
    "continues a text by a bar at the line's end",
    described('"Routes bank \\\n    customers"'),
    described('"Routes bank customers"'),
  ],
  [
    "yaml-unreadable",
    "puts a reserved sign before a text",
    described("@Routes"),
    described('"@Routes"'),
  ],
  [
    "yaml-unreadable",
    "puts a percent sign before a text",
    described("%Routes"),
    described('"%Routes"'),
  ],
  [
    "yaml-unreadable",
    "hides a value behind a sign that begins no comment",
    described('"Routes bank customers"#x'),
    described('"Routes bank customers" '),
  ],
  [
    "yaml-duplicate-key",
    "says a node twice in a section",
    definition("    done: {kind: end}", "    done: {kind: end}\n    done: {kind: end}"),
    definition("    done: {kind: end}", "    done: { kind: end }"),
  ],
  [
    "yaml-duplicate-key",
    "says a key of an extension twice",
    more("{a: 1, a: 2}"),
    more("{a: 1, b: 2}"),
  ],
  [
    "yaml-duplicate-key",
    "says it twice, in another case, deep down",
    more("{x: {colour: 1, Colour: 2}}"),
    more("{x: {colour: 1, colours: 2}}"),
  ],
  [
    "yaml-too-deep",
    "nests by indentation",
    definition("extensions: {}", `extensions:\n${nested(40)}`),
    definition("extensions: {}", `extensions:\n${nested(6)}`),
  ],
  [
    "yaml-too-deep",
    "nests tables in one line",
    more(`${"{a: ".repeat(50)}1${"}".repeat(50)}`),
    more(`${"{a: ".repeat(5)}1${"}".repeat(5)}`),
  ],
  ["yaml-unreadable", "is empty", written("system.yaml", ""), described('"Routes customers"')],
  [
    "yaml-ambiguous",
    "is a list",
    written("system.yaml", SYSTEM.replace(/[\s\S]*/, "- a\n- b\n")),
    described('"Routes customers"'),
  ],
  [
    "yaml-ambiguous",
    "holds nothing at a line's end",
    described('"Routes bank customers\u0000"'),
    described('"Routes bank customers"'),
  ],
  [
    "yaml-ambiguous",
    "escapes a bell character",
    described('"Routes\u0007 bank"'),
    described('"Routes, bank"'),
  ],
  [
    "system-invalid",
    "writes a parameter as a list",
    definition("bigram_weight: {value: 1.5,", "bigram_weight: {value: [1.5],"),
    definition("bigram_weight: {value: 1.5,", "bigram_weight: {value: 1.6,"),
  ],
];

const JSONS: readonly Row[] = [
  [
    "json-unreadable",
    "says a key twice deep down",
    withRow('"accs": {"a": 1, "a": 2}'),
    withRow('"accs": {"a": 1, "b": 2}'),
  ],
  [
    "json-unreadable",
    "writes a number beyond all numbers",
    withRow('"accs": 1e999'),
    withRow('"accs": 1e9'),
  ],
  [
    "json-unreadable",
    "writes a number with a nought before",
    withRow('"accs": 012'),
    withRow('"accs": 12'),
  ],
  [
    "json-unreadable",
    "writes a number in hexadecimal",
    withRow('"accs": 0xff'),
    withRow('"accs": 255'),
  ],
  [
    "json-unreadable",
    "quotes with one stroke",
    withRow(`'accs': "card"`),
    withRow('"accs": "card"'),
  ],
  ["json-unreadable", "leaves the quotes out", withRow('accs: "card"'), withRow('"accs": "card"')],
  [
    "json-unreadable",
    "writes something behind the end",
    written("data/shorthand.json", `${SHORT}{}`),
    HONEST,
  ],
  ["json-unreadable", "is cut off", written("data/shorthand.json", SHORT.slice(0, 60)), HONEST],
  [
    "json-unreadable",
    "breaks a line within a text",
    withRow('"accs": "ca\nrd"'),
    withRow('"accs": "ca\\nrd"'),
  ],
  [
    "json-unreadable",
    "writes a tab within a text",
    withRow('"accs": "ca\trd"'),
    withRow('"accs": "ca\\trd"'),
  ],
  [
    "json-unreadable",
    "writes an escape that is none",
    withRow('"accs": "ca\\xrd"'),
    withRow('"accs": "ca\\/rd"'),
  ],
];

const FILES: readonly Row[] = [
  [
    "file-kind-unknown",
    "brings a definition with another ending",
    at(`${ROOT}/system.yml`, SYSTEM),
    NOTE,
  ],
  [
    "file-name-collision",
    "brings a definition in capitals",
    at(`${ROOT}/SYSTEM.YAML`, SYSTEM),
    NOTE,
  ],
  ["file-kind-unknown", "brings a definition in JSON", at(`${ROOT}/system.json`, "{}\n"), NOTE],
  ["file-kind-unknown", "brings words in YAML", at(`${ROOT}/data/more.yaml`, "a: 1\n"), NOTE],
  ["file-kind-unknown", "brings a prompt as a script", at(`${ROOT}/prompts/reply.sh`), NOTE],
  ["file-kind-unknown", "brings a tool's types", at(`${ROOT}/tools/classify.d.ts`), NOTE],
  ["file-kind-unknown", "brings a compiled tool", at(`${ROOT}/tools/classify.wasm`), NOTE],
  [
    "file-kind-unknown",
    "brings a file with a space at its end",
    at(`${ROOT}/prompts/note.md `),
    NOTE,
  ],
  [
    "file-name-collision",
    "brings a name that ends in a space beside the same",
    at(`${ROOT}/prompts/reply.md `),
    NOTE,
  ],
  ["file-kind-unknown", "brings a name with a line end", at(`${ROOT}/prompts/re\nply.md`), NOTE],
  [
    "file-name-collision",
    "brings a name with a bar that leans backwards",
    at(`${ROOT}/prompts\\reply.md`),
    NOTE,
  ],
  [
    "reference-broken",
    "brings a name that is a device on some machines",
    at(`${ROOT}/prompts/con.md`),
    NOTE,
  ],
  ["file-kind-unknown", "brings a stream of a prompt", at(`${ROOT}/prompts/reply.md:hidden`), NOTE],
];

export const CASES: readonly Case[] = [...YAML, ...JSONS, ...FILES].map(
  ([code, name, attack, twin]) => {
    return {
      name,
      rule: "reading",
      codes: [code],
      base: OPEN_CHARTER,
      attack: [attack],
      twin: twin === NOTE ? [KINDER, NOTE] : [twin],
    };
  },
);

function nested(depth: number): string {
  const rows = Array.from({ length: depth }, (_, index) => `${"  ".repeat(index + 1)}a:\n`);
  return `${rows.join("")}${"  ".repeat(depth + 1)}b: 1`;
}
