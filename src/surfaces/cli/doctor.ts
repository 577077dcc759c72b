import { stat } from "node:fs/promises";
import { Command } from "commander";
import type { SetUpLine } from "../../core/prose/set-up.ts";
import { visible } from "../../core/prose/escape.ts";
import { examineClone } from "../../flows/clone/examine-clone.ts";
import type { Clone } from "../../ports/clone.ts";
import type { CheckWiring } from "./check.ts";
import { examineApp } from "./examine-app.ts";
import { appNamed, type AppOptions, parseAppUrl, parseId } from "./ask-app.ts";
import { openNamedClone } from "./clone-arguments.ts";
import { examineProviders, type ProvidersWiring } from "./examine-providers.ts";
import { printSetUp } from "./print-set-up.ts";

export type DoctorWiring = Pick<
  CheckWiring,
  "env" | "paint" | "openClone" | "openSandbox" | "openSealed"
> &
  Pick<ProvidersWiring, "checkProviders"> & { readonly nodeVersion: string };

type Options = AppOptions & {
  readonly local?: boolean;
  readonly providers?: boolean;
  readonly repo: string;
  readonly sealed?: string;
  readonly json?: boolean;
};

const HELP = `
Reads a clone at its remote's default branch, or at HEAD where it has no remote, and says line by
line whether charter, systems, suites, CODEOWNERS, workflow and pull request template are as the
app needs them, each trouble with what to do about it. Exit code 0: nothing stops governance;
1: something does; 64: wrong arguments.

With --url and --repository-id a running app says what it sees on GitHub: whether the release check
is required on the default branch, from this app alone. All may be asked at once.

With --providers it says which providers of models the environment names, and whether they answer
and take the key. It asks no model anything.

Example:
  $ omega doctor --local --repo .`;

export function doctorCommand(wiring: DoctorWiring): Command {
  return new Command("doctor")
    .description("say what a repository's set-up still lacks")
    .option("--local", "examine a clone on this machine")
    .option("--repo <dir>", "the clone", ".")
    .option("--sealed <dir>", "folder with the sealed suites (default: AGENT_OMEGA_SEALED_DIR)")
    .option("--providers", "examine the providers of models that the environment names")
    .option("--url <url>", "ask the running app at this address", parseAppUrl)
    .option("--repository-id <n>", "with --url: GitHub's number of the repository", parseId)
    .option("--token-env <name>", "with --url: variable with your GitHub token", "GITHUB_TOKEN")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action((options: Options, self: Command) => runDoctor(wiring, options, self));
}

async function runDoctor(wiring: DoctorWiring, options: Options, command: Command): Promise<void> {
  const app = appNamed(options, wiring.env, command);
  if (options.local !== true && options.providers !== true && app === undefined) {
    const why =
      "say --local, to examine a clone on this machine, --url, to ask a running app, or --providers";
    command.error(why, { exitCode: 64 });
  }
  const ofClone = options.local === true ? await localLines(wiring, options, command) : [];
  const ofApp = app === undefined ? [] : await examineApp(app, command);
  const ofModels = options.providers === true ? await examineProviders(wiring, command) : [];
  printSetUp([...ofClone, ...ofApp, ...ofModels], options, wiring);
}

async function localLines(
  wiring: DoctorWiring,
  options: Options,
  command: Command,
): Promise<readonly SetUpLine[]> {
  const sealed = options.sealed ?? wiring.env["AGENT_OMEGA_SEALED_DIR"];
  const found = sealed === undefined ? undefined : await stat(sealed).catch(() => undefined);
  if (options.sealed !== undefined && found?.isDirectory() !== true) {
    command.error(`--sealed: ${visible(options.sealed)} is no folder`, { exitCode: 64 });
  }
  const clone = await openNamedClone(wiring.openClone, options.repo, command);
  try {
    const isThere = sealed !== undefined && found?.isDirectory() === true;
    const suites = isThere ? { sealedSuites: wiring.openSealed(sealed) } : {};
    const { isolation } = await wiring.openSandbox();
    return [
      nodeLine(wiring.nodeVersion),
      sandboxLine(isolation),
      ...(await repositoryLines(clone, suites)),
    ];
  } finally {
    await clone.close();
  }
}

async function repositoryLines(
  clone: Clone,
  suites: Omit<Parameters<typeof examineClone>[0], "objects">,
): Promise<readonly SetUpLine[]> {
  for (const name of ["refs/remotes/origin/HEAD", "HEAD"]) {
    const commit = await clone.resolve(name);
    if (!commit.ok) continue;
    const line: SetUpLine = { check: "branch", state: "ok", facts: { name } };
    return [line, ...(await examineClone({ objects: clone, ...suites }, commit.value))];
  }
  return [{ check: "branch", state: "fail", facts: { problem: "empty" } }];
}

/** The range that package.json states. */
function nodeLine(version: string): SetUpLine {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const isNew = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  return isNew
    ? { check: "node", state: "ok", facts: { version } }
    : { check: "node", state: "fail", facts: { version, problem: "old" } };
}

function sandboxLine(isolation: string): SetUpLine {
  return isolation.endsWith("bubblewrap")
    ? { check: "sandbox", state: "ok", facts: { isolation } }
    : { check: "sandbox", state: "warn", facts: { isolation, problem: "bare" } };
}
