import { readStarter } from "../../support/starter.ts";
import type { Case, FileEdit } from "../case.ts";
import { definition, inFile, KINDER, shorthand, written } from "../starter-edits.ts";

const ROOT = "systems/triage";
const REMARK = "# Absent means none; nothing is inherited.";
const remark = (text: string): FileEdit => definition(REMARK, `# Absent means none.${text}`);

const textOf = (file: string): string => readStarter().files[`${ROOT}/${file}`] ?? "";
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => Buffer.from(typeof part === "string" ? part : [...part])));
const raw = (file: string, content: Uint8Array): FileEdit => ({
  path: `${ROOT}/${file}`,
  write: content,
});

const LFS = (size: number): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${"4d".repeat(32)}\nsize ${size}\n`;

type Row = readonly [code: Case["codes"][number], name: string, attack: FileEdit, twin: FileEdit];

const DEFINITION: readonly Row[] = [
  [
    "yaml-ambiguous",
    "smuggles a key into a comment by U+2028",
    remark("\u2028extra: 1"),
    remark(" extra: 1"),
  ],
  [
    "yaml-ambiguous",
    "smuggles a key into a comment by U+0085",
    remark("\u0085extra: 1"),
    remark(" extra: 1"),
  ],
  [
    "yaml-ambiguous",
    "smuggles a key into a comment by a carriage return",
    remark("\rextra: 1"),
    remark(" extra"),
  ],
  [
    "yaml-ambiguous",
    "turns a comment around for who reads it",
    remark(" \u202eT3 si siht"),
    remark(" this is T3"),
  ],
  [
    "yaml-ambiguous",
    "isolates text that reads the other way",
    remark(" \u2067x\u2069"),
    remark(" x"),
  ],
  [
    "yaml-ambiguous",
    "writes to a model in tag characters",
    remark(" \u{e0041}\u{e0050}"),
    remark(" AP"),
  ],
  [
    "yaml-ambiguous",
    "writes to a model in variation selectors",
    remark(" a\u{e0141}\u{e0150}"),
    remark(" a ❤\ufe0f"),
  ],
  ["yaml-ambiguous", "hides a space of no width", remark(" ze\u200bro"), remark(" zero")],
  ["yaml-ambiguous", "hides a soft hyphen", remark(" hy\u00adphen"), remark(" hyphen")],
  [
    "yaml-ambiguous",
    "writes letters uncomposed, so that two names look alike",
    remark(" Ame\u0301lie"),
    remark(" Am\u00e9lie"),
  ],
  ["yaml-ambiguous", "holds a character that is none", remark(" \ufdd0"), remark(" \ufffd")],
  [
    "yaml-ambiguous",
    "indents with a tab",
    definition("  loops: {max: 0}", "\tloops: {max: 0}"),
    definition("  loops: {max: 0}", "  loops: { max: 0 }"),
  ],
  [
    "yaml-ambiguous",
    "begins with a byte order mark",
    definition("# One governed agent.", "\ufeff# One governed agent."),
    definition("# One governed agent.", "# One agent that is governed."),
  ],
  [
    "yaml-ambiguous",
    "ends lines as Windows does, which some parsers count twice",
    definition("extensions: {}\n", "extensions: {}\r\n"),
    definition("extensions: {}\n", "extensions: {}\n\n"),
  ],
  [
    "file-not-utf8",
    "holds bytes that are no text",
    raw("system.yaml", bytes(textOf("system.yaml"), "# caf", [0xe9], "\n")),
    raw("system.yaml", bytes(textOf("system.yaml"), "# caf\u00e9\n")),
  ],
  [
    "file-not-utf8",
    "writes a slash in two bytes that are longer than they may be",
    raw("system.yaml", bytes(textOf("system.yaml"), "# a", [0xc0, 0xaf], "b\n")),
    raw("system.yaml", bytes(textOf("system.yaml"), "# a/b\n")),
  ],
  [
    "file-lfs-pointer",
    "keeps the definition where nobody judged it",
    written("system.yaml", LFS(3000)),
    definition(REMARK, "# Absent means none."),
  ],
];

const WORKING = "one working day";

const PROSE_AND_CODE: readonly Row[] = [
  [
    "file-lfs-pointer",
    "keeps a prompt where nobody judged it",
    written("prompts/reply.md", LFS(200)),
    KINDER,
  ],
  [
    "file-lfs-pointer",
    "keeps a tool's words where nobody judged them",
    written("data/stopwords.json", LFS(999)),
    inFile("data/stopwords.json", '"a", "about"', '"a",  "about"'),
  ],
  [
    "file-text-hidden",
    "tells the model in tag characters what no reviewer sees",
    inFile("prompts/reply.md", WORKING, "two working days\u{e0049}\u{e0067}\u{e006e}"),
    inFile("prompts/reply.md", WORKING, "two working days 👩\u200d💻 ❤\ufe0f"),
  ],
  [
    "file-text-hidden",
    "turns a prompt's words around",
    inFile("prompts/reply.md", WORKING, "\u202esyad owt\u202c"),
    inFile("prompts/reply.md", WORKING, "two days (יומיים)"),
  ],
  [
    "file-text-hidden",
    "breaks a word with a joiner that nobody sees",
    inFile("prompts/reply.md", WORKING, "two wor\u200dking days"),
    inFile("prompts/reply.md", WORKING, "two working days, می\u200cخواهم"),
  ],
  [
    "file-text-hidden",
    "ends a comment of a tool where only the engine sees a line end",
    inFile("tools/classify.js", "// Sorts one message", "// x\u2028// Sorts one message"),
    inFile("tools/classify.js", "// Sorts one message", "// x\n// Sorts one message"),
  ],
  [
    "file-text-hidden",
    "ends a comment of a tool by a carriage return alone",
    inFile("tools/classify.js", "// Sorts one message", "// x\r// Sorts one message"),
    inFile("tools/classify.js", "// Sorts one message", "// x\r\n// Sorts one message"),
  ],
  [
    "file-not-utf8",
    "has git take a prompt for binary and hide its difference",
    inFile("prompts/reply.md", WORKING, "two working days\u0000"),
    KINDER,
  ],
  [
    "file-not-utf8",
    "writes a prompt in another encoding",
    raw("prompts/reply.md", Buffer.from(textOf("prompts/reply.md"), "utf16le").subarray(0, 201)),
    KINDER,
  ],
  [
    "file-too-large",
    "buries a prompt's change in more than anybody reads",
    written("prompts/reply.md", `${textOf("prompts/reply.md")}${" padding".repeat(40_000)}`),
    written("prompts/reply.md", `${textOf("prompts/reply.md")}${" padding".repeat(4)}`),
  ],
];

const SHORT = textOf("data/shorthand.json");
const withRow = (row: string): FileEdit =>
  written("data/shorthand.json", SHORT.replace('"acc": "account"', `"acc": "account",\n  ${row}`));
const HONEST = shorthand({ accs: "accounts" });

const JSON_FILES: readonly Row[] = [
  [
    "json-unreadable",
    "says a word twice, and parsers differ on which counts",
    withRow('"acc": "card"'),
    withRow('"accs": "card"'),
  ],
  [
    "json-unreadable",
    "says a word twice, once in escapes",
    withRow('"\\u0061cc": "card"'),
    withRow('"\\u0061ccs": "card"'),
  ],
  [
    "json-unreadable",
    "replaces a table's prototype",
    withRow('"__proto__": {"x": "y"}'),
    withRow('"proto": "y"'),
  ],
  [
    "json-unreadable",
    "comments where strict readers stop",
    withRow("// note"),
    withRow('"note": "remark"'),
  ],
  [
    "json-unreadable",
    "ends a table with a comma",
    written("data/shorthand.json", SHORT.replace(/"\n}\s*$/, '",\n}\n')),
    HONEST,
  ],
  [
    "json-unreadable",
    "writes a number that is none",
    withRow('"accs": NaN'),
    withRow('"accs": "accounts"'),
  ],
  [
    "json-unreadable",
    "writes an integer that a double rounds",
    withRow('"accs": 9007199254740993'),
    withRow('"accs": "9007199254740993"'),
  ],
  [
    "json-unreadable",
    "nests a table deeper than readers go",
    withRow(`"accs": ${"[".repeat(40)}${"]".repeat(40)}`),
    withRow('"accs": "accounts"'),
  ],
  [
    "json-unreadable",
    "holds half a character",
    withRow('"accs": "\\ud83d"'),
    withRow('"accs": "\\ud83d\\ude00"'),
  ],
  [
    "file-text-hidden",
    "hides a space of no width in a table",
    withRow('"ac\u200bc": "card"'),
    withRow('"ac\\u200bc": "card"'),
  ],
  [
    "file-text-hidden",
    "begins a table with a byte order mark",
    written("data/shorthand.json", `\ufeff${SHORT}`),
    HONEST,
  ],
];

export const CASES: readonly Case[] = [...DEFINITION, ...PROSE_AND_CODE, ...JSON_FILES].map(
  ([code, name, attack, twin]) => {
    return { name, rule: "reading", codes: [code], attack: [attack], twin: [twin] };
  },
);
