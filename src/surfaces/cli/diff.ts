import { Command } from "commander";
import type { Json } from "../../core/kernel/json.ts";
import { type Paint, renderAt } from "../../core/prose/offline-check.ts";
import { renderSystemDiff } from "../../core/prose/system-diff.ts";
import { type CommitDiff, diffCommits } from "../../flows/clone/diff-commits.ts";
import { editOf, findingOf } from "./check-report.ts";
import { openNamedClone, resolveNamed } from "./clone-arguments.ts";
import type { CloneWiring } from "./compile.ts";
import { endUnlocated } from "./explain-unlocated.ts";

type Options = { readonly repo: string; readonly system?: string; readonly json?: boolean };

const HELP = `
Compares normalised systems, so comments, layout and the order of keys make no difference. Tiers
come from the charter of FROM. Exit code 0: compared; 1: a side cannot be read; 64: wrong arguments.

Example:
  $ omega diff main HEAD --repo . --system triage`;

export function diffCommand(wiring: CloneWiring): Command {
  return new Command("diff")
    .description("what lies between two versions of a system: typed edits, prose word by word")
    .argument("<from>", "branch or commit of the earlier version")
    .argument("<to>", "branch or commit of the later version")
    .option("--repo <dir>", "the clone", ".")
    .option("--system <name>", "which system; not needed where there is one")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action(async (...[from, to, options, command]: [string, string, Options, Command]) => {
      const clone = await openNamedClone(wiring.openClone, options.repo, command);
      try {
        const { system } = options;
        const found = await diffCommits(clone, {
          from: await resolveNamed(clone, from, command),
          to: await resolveNamed(clone, to, command),
          ...(system === undefined ? {} : { system }),
        });
        if (!found.ok) return endUnlocated(found.refusal, command);
        const { value } = found;
        const text = options.json ? JSON.stringify(reportOf(value)) : render(value, wiring.paint);
        process.stdout.write(`${text}\n`);
        process.exitCode = value.kind === "diff" ? 0 : 1;
      } finally {
        await clone.close();
      }
    });
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
