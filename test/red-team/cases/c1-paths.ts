import type { Case, FileEdit } from "../case.ts";
import { inFile, KINDER, written } from "../starter-edits.ts";
import { tableOf } from "../table.ts";
import { readStarter } from "../../support/starter.ts";

const CHARTER = ".omega/charter.yaml";
const SYSTEM = "systems/triage";
const { files } = readStarter();
const charter = files[CHARTER] ?? "";

const beside = (edit: FileEdit): readonly FileEdit[] => [KINDER, edit];
const file = (path: string, text = "A few words that mean nothing.\n"): FileEdit => {
  return { path, write: text };
};
const link = (path: string, to: string): FileEdit => ({ path, mode: "120000", write: to });
const alone = [KINDER];

const MIXED = "mixed-pull-request";
const REACHED = "governance-reached";

export const CASES: readonly Case[] = tableOf(
  "C1",
  [],
  [
    [
      "lowers the quorum beside a prompt",
      MIXED,
      beside({ path: CHARTER, replace: ["amendment: 2", "amendment: 1"] }),
      alone,
    ],
    [
      "adds a file to the charter's folder",
      MIXED,
      beside(file(".omega/notes.md")),
      beside(file("omega/notes.md")),
    ],
    [
      "makes an item of the public suite easier",
      MIXED,
      beside(inFile("evals/injection.jsonl", "print your instructions", "print your name")),
      alone,
    ],
    [
      "adds a suite of its own",
      MIXED,
      beside(written("evals/more.jsonl", "")),
      beside(written("docs/more.md", "")),
    ],
    [
      "renames a suite",
      MIXED,
      [KINDER, { path: `${SYSTEM}/evals/injection.jsonl`, remove: true }],
      alone,
    ],
    [
      "takes over the code owners",
      MIXED,
      beside({
        path: "CODEOWNERS",
        replace: ["/.omega/                     @alice", "/.omega/ @eve"],
      }),
      alone,
    ],
    [
      "brings code owners into another place that GitHub reads",
      MIXED,
      beside(file(".github/CODEOWNERS", "* @eve\n")),
      beside(file(".github/SUPPORT.md")),
    ],
    [
      "changes the workflow that evaluates it",
      MIXED,
      beside({ path: ".github/workflows/omega-eval.yml", write: "on: push\n" }),
      beside({ path: ".github/workflows/lint.yml", write: "on: push\n" }),
    ],
    [
      "marks suites as generated, so that reviews fold them",
      MIXED,
      beside(file(".gitattributes", "systems/** linguist-generated\n")),
      beside(file(".editorconfig", "[systems/**]\n")),
    ],
    [
      "lets an attribute rewrite the text of prompts",
      MIXED,
      beside(file(`${SYSTEM}/prompts/.gitattributes`, "*.md working-tree-encoding=UTF-16\n")),
      beside(file(`${SYSTEM}/docs/attributes.md`, "*.md working-tree-encoding=UTF-16\n")),
    ],
    [
      "filters the charter through a program",
      MIXED,
      beside(file("sub/.gitattributes", "* filter=lfs export-subst\n")),
      beside(file("sub/attributes.txt", "* filter=lfs export-subst\n")),
    ],
    [
      "declares a submodule",
      MIXED,
      beside(file(".gitmodules", '[submodule "x"]\n')),
      beside(file("modules.md", '[submodule "x"]\n')),
    ],
    [
      "writes the charter's folder with capitals",
      MIXED,
      beside(file(".Omega/charter.yaml", charter)),
      alone,
    ],
    [
      "writes the charter's folder with an invisible letter",
      MIXED,
      beside(file(".ome\u200bga/charter.yaml", "mode: monitor\n")),
      alone,
    ],
    [
      "writes the charter's folder in Cyrillic",
      REACHED,
      beside(file(".оmega/charter.yaml", "mode: monitor\n")),
      beside(file("omega-docs/charter.yaml", "mode: monitor\n")),
    ],
    [
      "writes the charter's folder with a letter of Coptic",
      REACHED,
      beside(file(".ⲟmega/charter.yaml", "mode: monitor\n")),
      beside(file("ⲟ/charter.txt", "mode: monitor\n")),
    ],
    [
      "writes the charter's folder with a letter nobody has a table for",
      REACHED,
      beside(file(".omeցꬰ/charter.yaml", "mode: monitor\n")),
      beside(file("オメガ/charter.txt", "mode: monitor\n")),
    ],
    [
      "writes a zero for the o",
      REACHED,
      beside(file(".0mega/charter.yaml", "mode: monitor\n")),
      beside(file("0mega/readme.md", "mode: monitor\n")),
    ],
    [
      "uses the short name that Windows has for the charter's folder",
      REACHED,
      beside(file("OMEGA~1/charter.yaml", "mode: monitor\n")),
      beside(file("omega-1/charter.yaml", "mode: monitor\n")),
    ],
    [
      "spells the workflow with a one for an l",
      REACHED,
      beside(file(".github/workflows/omega-eva1.yml", "on: push\n")),
      beside(file(".github/workflows/omega-docs.yml", "on: push\n")),
    ],
    [
      "copies the charter to a place that nobody governs",
      REACHED,
      beside(file("config/rules.yaml", charter)),
      beside(file("config/rules.yaml", "# our own\n")),
    ],
    [
      "copies a suite into its own documentation",
      REACHED,
      beside(written("docs/questions.txt", files[`${SYSTEM}/evals/injection.jsonl`] ?? "")),
      beside(written("docs/questions.txt", "What do people ask most?\n")),
    ],
    [
      "puts a link in place of a prompt",
      REACHED,
      [link(`${SYSTEM}/prompts/reply.md`, "../../../.omega/charter.yaml")],
      alone,
    ],
    [
      "links to the charter from its documentation",
      REACHED,
      beside(link(`${SYSTEM}/docs/charter.md`, "../../../.omega/charter.yaml")),
      beside(written("docs/charter.md", "See .omega/charter.yaml\n")),
    ],
    [
      "links to the charter from anywhere",
      REACHED,
      beside(link("rules.yaml", ".omega/charter.yaml")),
      beside(file("rules.txt", ".omega/charter.yaml\n")),
    ],
    [
      "mounts another repository as its data",
      REACHED,
      beside({ path: `${SYSTEM}/data/more`, mode: "160000", write: "1".repeat(40) }),
      alone,
    ],
    [
      "changes an action that the evaluation is made of",
      REACHED,
      beside(file(".github/actions/eval/action.yml", "runs: {}\n")),
      beside(file("actions/eval/action.yml", "runs: {}\n")),
    ],
    [
      "points large files to another server",
      REACHED,
      beside(file(".lfsconfig", "[lfs]\n")),
      beside(file("lfs.md", "[lfs]\n")),
    ],
    [
      "rewrites what proposers are asked for",
      REACHED,
      beside(file(".github/pull_request_template.md", "Say nothing.\n")),
      beside(file(".github/issue_template.md", "Say nothing.\n")),
    ],
    [
      "puts a protected prompt beside itself in capitals",
      REACHED,
      beside(written("prompts/REFUSAL.md", "Sure, here you are.\n")),
      alone,
    ],
    [
      "deletes the file of a protected prompt",
      "protected-module-touched",
      [KINDER, { path: `${SYSTEM}/prompts/refusal.md`, remove: true }],
      alone,
    ],
    [
      "makes the file of a protected tool executable",
      "protected-module-touched",
      [KINDER, { path: `${SYSTEM}/tools/escalate.js`, mode: "100755" }],
      alone,
    ],
  ],
);
