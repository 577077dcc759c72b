import { visible } from "./escape.ts";
import type { Paint } from "./offline-check.ts";

type Check =
  | "node"
  | "sandbox"
  | "branch"
  | "charter"
  | "owners"
  | "template"
  | "workflow"
  | "system"
  | "public-suite"
  | "sealed-suite"
  | "release-check"
  | "provider";

/** One thing that a repository's set-up needs, and how it stands. Only `fail` stops governance. */
export type SetUpLine = {
  readonly check: Check;
  readonly state: "ok" | "warn" | "fail";
  readonly facts: Readonly<Record<string, string>>;
};

/** What is so, and what to do about it where something is to be done. */
export type SetUpText = { readonly message: string; readonly remedy: string };

type Facts = Readonly<Record<string, string>>;
type Texts = readonly [message: (facts: Facts) => string, remedy: string];

/** By check and problem; `ok` where there is none. */
const TEXTS: Readonly<Record<Check, Readonly<Record<string, Texts>>>> = {
  node: {
    ok: [({ version }) => `Node ${version}`, ""],
    old: [({ version }) => `Node ${version} is too old`, "Install Node 20.19, or 22.12 or newer."],
  },
  sandbox: {
    ok: [({ isolation }) => `candidates run in ${isolation}`, ""],
    bare: [
      ({ isolation }) => `candidates run in ${isolation}, without bubblewrap`,
      "Install bubblewrap where the app runs, for a second wall around candidate code.",
    ],
  },
  branch: {
    ok: [({ name }) => `read at ${name}`, ""],
    empty: [() => "there is no commit yet", "Commit what `omega init` wrote."],
  },
  charter: {
    ok: [({ systems, mode }) => `a charter for ${systems} systems, mode ${mode}`, ""],
    missing: [() => "there is no .omega/charter.yaml", "`omega init` writes a first one."],
    invalid: [
      ({ line }) => `the charter cannot be read, at line ${line}`,
      "`omega check` with it as the head says what is wrong, line by line.",
    ],
  },
  owners: {
    ok: [() => "CODEOWNERS names who owns governance", ""],
    missing: [() => "there is no CODEOWNERS", "Add one that names the stewards for /.omega/."],
    uncovered: [() => "CODEOWNERS says nothing of .omega", "Add a line for /.omega/."],
  },
  template: {
    ok: [() => "the pull request template asks for hypothesis and objective", ""],
    missing: [
      () => "there is no pull request template",
      "Add .github/pull_request_template.md; without an objective no mutation passes validation.",
    ],
    silent: [
      () => "the pull request template does not ask for hypothesis and objective",
      "Add the headings `## Hypothesis` and `## Objective`.",
    ],
  },
  workflow: {
    ok: [({ paths }) => `governed workflows: ${paths}`, ""],
    none: [
      () => "no workflow runs omega check",
      "Copy the one of the starter, and list it under `workflows` in the charter.",
    ],
    missing: [
      ({ paths }) => `the charter lists ${paths}, which is not there`,
      "Add the workflow, or take it out of the charter.",
    ],
    ungoverned: [
      ({ paths }) => `${paths} is not governed`,
      "List it under `workflows` in the charter, or a proposer may change it.",
    ],
  },
  system: {
    ok: [({ name }) => `${name} can be read`, ""],
    unreadable: [
      ({ name, at }) => `${name} cannot be read, at ${at}`,
      "Correct it before the app is asked to govern it.",
    ],
  },
  "public-suite": {
    ok: [({ name, items }) => `${name}: ${items} public items`, ""],
    missing: [
      ({ name, path }) => `${name}: there is no public suite at ${path}`,
      "Add one JSON line for each item: id, input, expected.",
    ],
    invalid: [({ name, path }) => `${name}: ${path} cannot be read`, "Correct the suite."],
  },
  "sealed-suite": {
    ok: [
      ({ name, items, points, profile }) =>
        `${name}: ${items} sealed items show ${points} points at profile ${profile}`,
      "",
    ],
    none: [
      ({ name }) => `${name}: the charter names no sealed suite`,
      "Without one a proposer can learn the public suite by heart. Name one under `suites.sealed`.",
    ],
    unlooked: [
      ({ name, ref }) => `${name}: nobody looked for the sealed suite ${ref}`,
      "Say with --sealed, or AGENT_OMEGA_SEALED_DIR, where it lies.",
    ],
    uncloned: [
      ({ name, ref, repository }) =>
        `${name}: nobody looked for the sealed suite ${ref} of ${repository}`,
      "Clone that repository, and say with --sealed where it lies.",
    ],
    missing: [
      ({ name, ref }) => `${name}: there is no ${ref}.jsonl among the sealed suites`,
      "Put it there, or correct the charter's reference.",
    ],
    invalid: [({ name, ref }) => `${name}: ${ref}.jsonl cannot be read`, "Correct the suite."],
    small: [
      ({ name, items, points, profile }) =>
        `${name}: ${items} sealed items show no less than ${points} points at profile ${profile}`,
      "Seal more items, or choose the profile `small`.",
    ],
  },
  "release-check": {
    ok: [({ branch }) => `${branch} requires omega / release, from this app alone`, ""],
    missing: [
      ({ branch }) => `nothing requires omega / release on ${branch}`,
      "Add a ruleset for the default branch that requires it, with this app as its source.",
    ],
    unpinned: [
      ({ branch }) => `${branch} takes a check named omega / release from anybody`,
      "Choose this app as the source of the required check.",
    ],
    bypassed: [
      ({ branch, bypassers }) => `${bypassers} on the list may merge into ${branch} past the check`,
      "Empty the bypass list, and include administrators.",
    ],
    "bypass-unseen": [
      ({ branch }) =>
        `${branch} requires omega / release; who may bypass it GitHub does not tell the app`,
      "Look at the ruleset's bypass list yourself; showing it to the app takes administration: write.",
    ],
    unseen: [
      ({ branch }) => `GitHub does not show the app the rules of ${branch}`,
      "Approve the app's permissions; private repositories have rulesets on paid plans only.",
    ],
  },
  provider: {
    ok: [({ provider }) => `${provider} answers and takes the key`, ""],
    none: [
      () => "no provider of models is configured; systems that need a model are not evaluated",
      "",
    ],
    rejected: [
      ({ provider }) => `${provider} does not take the key`,
      "Renew the key, and see that it may use the models.",
    ],
    failing: [
      ({ provider }) => `${provider} answers, and not as it should`,
      "See whether the address is the right one, or whether the provider has an outage.",
    ],
    unreachable: [
      ({ provider }) => `${provider} cannot be reached`,
      "See whether the address is the right one, and what lies between.",
    ],
  },
};

export function renderSetUp({ check, state, facts }: SetUpLine): SetUpText {
  const problem = facts["problem"] ?? (state === "ok" ? "ok" : "unreadable");
  const texts = TEXTS[check][problem];
  if (texts === undefined) throw new Error(`nothing is said of ${check} when it is ${problem}`);
  const [message, remedy] = texts;
  return { message: visible(message(facts)), remedy };
}

const TONES = { ok: "good", warn: "strong", fail: "bad" } as const;

export function renderSetUpLines(lines: readonly SetUpLine[], paint: Paint): string {
  return lines
    .map((line) => {
      const { message, remedy } = renderSetUp(line);
      const head = `${paint(TONES[line.state], line.state.padEnd(4))} ${message}`;
      return remedy === "" ? head : `${head}\n     ${paint("quiet", remedy)}`;
    })
    .join("\n");
}
