import { Command } from "commander";
import type { Json } from "../../core/kernel/json.ts";
import { type Paint, renderAt } from "../../core/prose/offline-check.ts";
import { renderSystemDiff } from "../../core/prose/system-diff.ts";
import { type CommitDiff, diffCommits } from "../../flows/clone/diff-commits.ts";
import { editOf } from "../edit-report.ts";
import { appNamed, type AppOptions, parseAppUrl, parseId } from "./ask-app.ts";
import { findingOf } from "./check-report.ts";
import { openNamedClone, resolveNamed } from "./clone-arguments.ts";
import type { CloneWiring } from "./compile.ts";
import { diffRegistered } from "./diff-registered.ts";
import { endUnlocated } from "./explain-unlocated.ts";

const USAGE = { exitCode: 64 };

/** The token's variable is read only where an app is asked. */
export type DiffWiring = CloneWiring & {
  readonly env: Readonly<Record<string, string | undefined>>;
};

type Options = AppOptions & {
  readonly repo: string;
  readonly system?: string;
  readonly json?: boolean;
};

const HELP = `
Compares normalised systems, so comments, layout and the order of keys make no difference. Tiers
come from the charter of FROM. Exit code 0: compared; 1: a side cannot be read; 64: wrong arguments.

Two versions that a running app has registered are compared by their digests: with --url,
--repository-id and a GitHub token in GITHUB_TOKEN. Their branches may be gone by then.

Example:
  $ omega diff main HEAD --repo . --system triage`;

export function diffCommand(wiring: DiffWiring): Command {
  return new Command("diff")
    .description("what lies between two versions of a system: typed edits, prose word by word")
    .argument("<from>", "branch or commit of the earlier version, or with --url its digest")
    .argument("<to>", "branch or commit of the later version, or with --url its digest")
    .option("--repo <dir>", "the clone", ".")
    .option("--system <name>", "which system; not needed where there is one")
    .option("--url <url>", "ask the running app at this address instead of a clone", parseAppUrl)
    .option("--repository-id <n>", "with --url: GitHub's number of the repository", parseId)
    .option("--token-env <name>", "with --url: variable with your GitHub token", "GITHUB_TOKEN")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action(async (...[from, to, options, command]: [string, string, Options, Command]) => {
      const app = appNamed(options, wiring.env, command);
      if (app !== undefined && options.system !== undefined) {
        command.error("--system means nothing with --url: a digest names its system", USAGE);
      }
      const diff =
        app === undefined
          ? await diffOnClone({ from, to }, { options, wiring, command })
          : await diffRegistered(app, { from, to }, command);
      const text = options.json ? JSON.stringify(reportOf(diff)) : render(diff, wiring.paint);
      process.stdout.write(`${text}\n`);
      process.exitCode = diff.kind === "diff" ? 0 : 1;
    });
}

type Asking = {
  readonly options: Options;
  readonly wiring: DiffWiring;
  readonly command: Command;
};

async function diffOnClone(
  { from, to }: { readonly from: string; readonly to: string },
  { options: { repo, system }, wiring, command }: Asking,
): Promise<CommitDiff> {
  const clone = await openNamedClone(wiring.openClone, repo, command);
  try {
    const found = await diffCommits(clone, {
      from: await resolveNamed(clone, from, command),
      to: await resolveNamed(clone, to, command),
      ...(system === undefined ? {} : { system }),
    });
    return found.ok ? found.value : endUnlocated(found.refusal, command);
  } finally {
    await clone.close();
  }
}

function render(diff: CommitDiff, paint: Paint): string {
  if (diff.kind === "diff") {
    return renderSystemDiff({ ...diff, edits: diff.changes.edits }, paint);
  }
  return diff.findings.map((finding) => renderAt(finding, paint)).join("\n");
}

/** Every key is always there; what is not known is null. */
function reportOf(diff: CommitDiff): Json {
  if (diff.kind === "unreadable") {
    const findings = diff.findings.map(findingOf);
    return { system: diff.system, from: null, to: null, class: null, edits: [], findings };
  }
  const { system, from, to, mutationClass, changes } = diff;
  return {
    system,
    from,
    to,
    class: mutationClass ?? null,
    edits: changes.edits.map(editOf),
    findings: [],
  };
}
