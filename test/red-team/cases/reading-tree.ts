import type { Case, FileEdit } from "../case.ts";
import { KINDER, written } from "../starter-edits.ts";

const ROOT = "systems/triage";
const COMMIT = "1".repeat(40);

const at = (path: string, text = "x\n"): FileEdit => ({ path, write: text });
const mode = (path: string, value: "120000" | "160000" | "100755", write?: string): FileEdit => ({
  path,
  mode: value,
  ...(write === undefined ? {} : { write }),
});
const NOTE = written("docs/notes.md", "x\n");

type Row = readonly [
  code: Case["codes"][number],
  name: string,
  attack: readonly FileEdit[],
  twin: readonly FileEdit[],
];

const MODES: readonly Row[] = [
  [
    "file-mode-forbidden",
    "puts a link in place of a prompt",
    [mode(`${ROOT}/prompts/reply.md`, "120000", "../../../secrets.md")],
    [KINDER],
  ],
  [
    "file-mode-forbidden",
    "puts a link in place of the definition",
    [mode(`${ROOT}/system.yaml`, "120000", "../other/system.yaml")],
    [KINDER],
  ],
  [
    "file-mode-forbidden",
    "links to a folder of tools outside",
    [mode(`${ROOT}/tools/more`, "120000", "../../../lib")],
    [NOTE],
  ],
  [
    "file-mode-forbidden",
    "brings tools in as a submodule, without a word in .gitmodules",
    [mode(`${ROOT}/tools/vendor`, "160000", COMMIT)],
    [NOTE],
  ],
  [
    "file-mode-forbidden",
    "hides a link among the inert files",
    [mode(`${ROOT}/docs/notes.md`, "120000", "../prompts/reply.md")],
    [NOTE],
  ],
  [
    "file-mode-forbidden",
    "makes a tool executable",
    [mode(`${ROOT}/tools/classify.js`, "100755")],
    [NOTE],
  ],
];

const NAMES: readonly Row[] = [
  [
    "file-name-collision",
    "adds a prompt that is the same file on some machines",
    [at(`${ROOT}/prompts/Reply.md`)],
    [NOTE],
  ],
  [
    "file-name-collision",
    "adds it in a folder that is the same folder on some machines",
    [at("Systems/Triage/prompts/reply.md")],
    [at("notes/triage/prompts/reply.md")],
  ],
  [
    "file-name-collision",
    "adds it under a name that ends in a dot",
    [at(`${ROOT}/prompts/reply.md.`)],
    [NOTE],
  ],
  [
    "file-name-collision",
    "adds it under a name with a letter of no width",
    [at(`${ROOT}/prompts/re\u200bply.md`)],
    [NOTE],
  ],
  [
    "file-name-collision",
    "adds it in full-width letters",
    [at(`${ROOT}/prompts/ｒｅｐｌｙ.md`)],
    [NOTE],
  ],
  [
    "file-name-collision",
    "links a look-alike of the folder around all systems",
    [mode("Systems", "120000", "elsewhere")],
    [at("Systematics", "elsewhere")],
  ],
  [
    "file-name-collision",
    "puts a submodule where some machines have the system's folder",
    [mode("systems/TRIAGE", "160000", COMMIT)],
    [at("systems/README.md")],
  ],
];

const KINDS: readonly Row[] = [
  ...[
    "run.sh",
    "tools/extra.py",
    "tools/extra.mjs",
    ".env",
    "prompts/more/reply.md",
    "package.json",
  ].map((file): Row => [
    "file-kind-unknown",
    `brings a file that nobody reads: ${file}`,
    [written(file, "x\n")],
    [written(`docs/${file}`, "x\n")],
  ]),
  [
    "file-kind-unknown",
    "brings attributes of its own",
    [written("prompts/.gitattributes", "*.md text\n")],
    [NOTE],
  ],
  [
    "reference-broken",
    "leaves a tool lying that nothing names yet",
    [written("tools/later.js", "export function run() {\n  return {};\n}\n")],
    [written("docs/later.js", "export function run() {\n  return {};\n}\n")],
  ],
  [
    "system-missing",
    "takes the definition away",
    [{ path: `${ROOT}/system.yaml`, remove: true }],
    [KINDER],
  ],
];

const ATTRIBUTES = "attributes-alter-files";

const GOVERNED: readonly Row[] = [
  [
    ATTRIBUTES,
    "hides what later changes of prompts say",
    [at(".gitattributes", "*.md -diff\n")],
    [at(".gitattributes", "*.md diff\n")],
  ],
  [
    ATTRIBUTES,
    "calls tools generated, so that reviews fold them",
    [at(".gitattributes", "systems/** linguist-generated\n")],
    [at(".gitattributes", "dist/** linguist-generated\n")],
  ],
  [
    ATTRIBUTES,
    "runs a filter over tools at every checkout",
    [at(".gitattributes", "*.js filter=build\n")],
    [at(".gitattributes", "*.bin filter=lfs diff=lfs -text\n")],
  ],
  [
    ATTRIBUTES,
    "has words checked out in another encoding",
    [at(".gitattributes", "*.json working-tree-encoding=UTF-7\n")],
    [at(".gitattributes", "*.json text eol=lf\n")],
  ],
  [
    ATTRIBUTES,
    "hides the charter's changes by a macro",
    [at(".gitattributes", "[attr]calm -diff\n.omega/** calm\n")],
    [at(".gitattributes", "[attr]calm -diff\nyarn.lock calm\n")],
  ],
  [
    "yaml-ambiguous",
    "amends the charter with a quorum from an anchor",
    [
      {
        path: ".omega/charter.yaml",
        replace: ["quorum: {amendment: 2,", "quorum: &q {amendment: 2,"],
      },
    ],
    [
      {
        path: ".omega/charter.yaml",
        replace: ["quorum: {amendment: 2,", "quorum: {amendment: 3,"],
      },
    ],
  ],
  [
    "yaml-duplicate-key",
    "amends the charter with two modes",
    [
      {
        path: ".omega/charter.yaml",
        replace: ["mode: enforce\n", "mode: enforce\nMode: monitor\n"],
      },
    ],
    [
      {
        path: ".omega/charter.yaml",
        replace: ["mode: enforce\n", "mode: enforce # not monitor\n"],
      },
    ],
  ],
];

export const CASES: readonly Case[] = [...MODES, ...NAMES, ...KINDS, ...GOVERNED].map(
  ([code, name, attack, twin]) => {
    // A link or submodule may lead to what governs, which the first rule already says.
    const codes = code === "file-mode-forbidden" ? [code, "governance-reached" as const] : [code];
    return { name, rule: "reading", codes, attack, twin };
  },
);
