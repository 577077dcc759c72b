import { OPEN_CHARTER } from "../bases.ts";
import type { Case, FileEdit } from "../case.ts";
import { definition, KINDER } from "../starter-edits.ts";
import { tableOf } from "../table.ts";

const REACHED = "governance-reached";

const file = (path: string, text = "A few words that mean nothing.\n"): FileEdit => {
  return { path, write: text };
};
const link = (path: string, to: string): FileEdit => ({ path, mode: "120000", write: to });
const beside = (edit: FileEdit): readonly FileEdit[] => [KINDER, edit];
const parameter = (row: string): FileEdit => definition("parameters:\n", `parameters:\n  ${row}\n`);
const extension = (row: string): FileEdit => definition("extensions: {}", `extensions: {${row}}`);
const notebook = (target: string): FileEdit =>
  definition(
    "capabilities:\n",
    `capabilities:\n  notebook: {kind: file, target: "${target}", access: write, grant: [classify]}\n`,
  );
const remote = (target: string): FileEdit =>
  definition(
    "capabilities:\n",
    `capabilities:\n  remote: {kind: https, target: "${target}", access: write, grant: [classify]}\n`,
  );
const told = (text: string): FileEdit =>
  definition("Routes bank customers to the right desk", text);

const PATHS = tableOf("C1", OPEN_CHARTER, [
  [
    "puts a link in place of the charter's folder",
    REACHED,
    beside(link("sub/.omega", "../other")),
    beside(file("sub/omega")),
  ],
  [
    "writes the charter's folder with a dot at its end",
    "mixed-pull-request",
    beside(file(".omega./charter.yaml")),
    beside(file("omega./charter.yaml")),
  ],
  [
    "writes the charter's folder with a space at its end",
    "mixed-pull-request",
    beside(file(".omega /charter.yaml")),
    beside(file("omega /charter.yaml")),
  ],
  [
    "writes the charter as a stream of its folder",
    REACHED,
    beside(file(".omega::$INDEX_ALLOCATION/charter.yaml")),
    beside(file("omega-index/charter.yaml")),
  ],
  [
    "writes the charter's folder in full width",
    "mixed-pull-request",
    beside(file("．ｏｍｅｇａ/charter.yaml")),
    beside(file("ｏｍｅｇａ/charter.txt")),
  ],
  [
    "writes the attributes by their short name",
    REACHED,
    beside(file("GITATT~1", "* -diff\n")),
    beside(file("GITNOTES", "* -diff\n")),
  ],
  [
    "writes the submodules by their short name",
    REACHED,
    beside(file("GITMOD~1", "x\n")),
    beside(file("GIT-MODEL", "x\n")),
  ],
  [
    "writes the code owners in capitals that look small",
    REACHED,
    beside(file("docs/СODEOWNERS", "* @eve\n")),
    beside(file("docs/OWNERS.md", "* @eve\n")),
  ],
  [
    "writes the workflow's folder with a dotless letter",
    REACHED,
    beside(file(".gıthub/workflows/omega-eval.yml", "on: push\n")),
    beside(file("docs/workflows/omega-eval.md", "on: push\n")),
  ],
  [
    "links to the workflows from elsewhere",
    REACHED,
    beside(link("ci", ".github/workflows")),
    beside(file("ci")),
  ],
  [
    "links to the root, from where everything is near",
    REACHED,
    beside(link("tools/here", "../.")),
    beside(file("tools/here")),
  ],
  [
    "links to the charter through another link",
    REACHED,
    [KINDER, link("one", "two"), link("two", ".omega")],
    [KINDER, file("one"), file("two")],
  ],
  [
    "mounts a submodule over the workflows",
    REACHED,
    beside({ path: ".github/actions/eval", mode: "160000", write: "1".repeat(40) }),
    beside(file("vendor/readme.md")),
  ],
  [
    "brings a second charter with another ending",
    "mixed-pull-request",
    beside(file(".omega/charter.yml", "mode: monitor\n")),
    beside(file("omega/charter.yml", "mode: monitor\n")),
  ],
]);

/** An agent whose sorting may write somewhere, so that only where it writes is in question. */
const WRITING: readonly FileEdit[] = [
  ...OPEN_CHARTER,
  definition("    effect: none\n", "    effect: write\n"),
];

const TARGETS = tableOf("C1", WRITING, [
  [
    "may write whatever a star stands for",
    REACHED,
    [notebook("./.om*/**")],
    [notebook("./notes/**")],
  ],
  [
    "may write whatever one letter stands for",
    REACHED,
    [notebook(".omeg?/charter.yaml")],
    [notebook("lists/day-?/chart.yaml")],
  ],
  [
    "may write every file below here",
    REACHED,
    [notebook("**/*.yaml")],
    [notebook("exports/**/*.yaml")],
  ],
  [
    "may write what one of several names stands for",
    REACHED,
    [notebook("{notes,.omega}/charter.yaml")],
    [notebook("{notes,lists}/chart.yaml")],
  ],
  [
    "may write the code owners by way of a folder that is left again",
    REACHED,
    [notebook("notes/../CODEOWNERS")],
    [notebook("notes/owners.txt")],
  ],
  [
    "may write the charter with bars that lean backwards",
    REACHED,
    [notebook("notes\\\\..\\\\.omega\\\\charter.yaml")],
    [notebook("notes\\\\today.yaml")],
  ],
  [
    "may unprotect the branch",
    REACHED,
    [remote("https://api.github.com/repos/acme/desk/branches/main/protection")],
    [remote("https://api.insurer.example/policies/branches/protection-plans")],
  ],
  [
    "may take the ruleset away",
    REACHED,
    [remote("https://api.github.com/repos/acme/desk/rulesets/42")],
    [remote("https://api.example.com/pricing/rulesets/42")],
  ],
  [
    "may make somebody a steward of the team",
    REACHED,
    [remote("https://api.github.com/orgs/acme/teams/stewards/memberships/eve")],
    [remote("https://api.airline.example/teams/stewards/rota")],
  ],
  [
    "may invite who collaborates",
    REACHED,
    [remote("https://api.github.com/repos/acme/desk/collaborators/eve")],
    [remote("https://api.example.com/projects/collaborators")],
  ],
]);

const CLAIMS = tableOf("C1", OPEN_CHARTER, [
  [
    "makes a parameter of the quorum",
    REACHED,
    [parameter("amendment_quorum: {value: 1}")],
    [parameter("meeting_quorum_weight: {value: 1}")],
  ],
  [
    "makes a parameter of who protects it",
    REACHED,
    [parameter('protected_modules: {value: "none"}')],
    [parameter('protected_species: {value: "none"}')],
  ],
  [
    "chooses its constitution by parameter",
    REACHED,
    [parameter('constitution_version: {value: "v0"}')],
    [parameter('constitution_article: {value: "v0"}')],
  ],
  [
    "gives an extension another charter",
    REACHED,
    [extension("acme: {charter: {mode: monitor}}")],
    [extension("acme: {charter_flight: {mode: daily}}")],
  ],
  [
    "names the path of another charter",
    REACHED,
    [extension('acme: {charterPath: "conf/charter.yaml"}')],
    [extension('acme: {chartPath: "conf/chart.yaml"}')],
  ],
  [
    "has its prompt be the charter",
    REACHED,
    [definition("reply: {file: prompts/reply.md", 'reply: {file: "../../.omega/charter.yaml"')],
    [told("Routes bank customers by their charter")],
  ],
]);

export const CASES: readonly Case[] = [...PATHS, ...TARGETS, ...CLAIMS];
