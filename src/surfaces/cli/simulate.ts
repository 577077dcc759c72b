import { Command } from "commander";
import type { Json } from "../../core/kernel/json.ts";
import { isoOf } from "../../core/kernel/instant.ts";
import { renderFirstBadEntry } from "../../core/prose/verification.ts";
import { renderOfflineCheck } from "../../core/prose/offline-check.ts";
import { type Foreseen, renderForeseen } from "../../core/prose/simulation.ts";
import { planAhead } from "../../core/rollout/plan-ahead.ts";
import { checkClone, type CloneCheck } from "../../flows/clone/check-clone.ts";
import type { Proposal } from "../../flows/reading/gather-change.ts";
import type { Clone } from "../../ports/clone.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import { checkReportOf } from "./check-report.ts";
import type { CheckWiring } from "./check.ts";
import { openNamedClone, readNamedFile, resolveNamed } from "./clone-arguments.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { assertOwnRecord } from "./own-record.ts";
import { loadNamedRecord, type RecordOptions, withRecordOptions } from "./record-arguments.ts";

type Options = RecordOptions & {
  readonly repo: string;
  readonly base: string;
  readonly head?: string;
  readonly worktree?: boolean;
  readonly body?: string;
  readonly json?: boolean;
};

const HELP = `
Says what omega check says, and what would follow: the budget it would draw on, the approvals and
stages between it and production, and who may ask for each. --worktree takes the files as they lie
on the disk, committed or not (ignored ones left out). Nothing is opened, spent or written. The
exit codes are those of omega check.

Example:
  $ omega simulate --repo . --base main --worktree`;

export function simulateCommand(wiring: CheckWiring): Command {
  const command = new Command("simulate")
    .description("say what would happen to a change before anybody proposes it")
    .option("--repo <dir>", "the clone", ".")
    .requiredOption("--base <ref>", "branch or commit that the change would be merged into")
    .option("--head <ref>", "branch or commit that holds the change (default: HEAD)")
    .option("--worktree", "the change is what lies in the working tree")
    .option("--body <file>", "the description that it would be proposed with");
  return withRecordOptions(command)
    .option("--json", "print one JSON object: that of omega check, and `ahead`")
    .addHelpText("after", HELP)
    .action((options: Options, self: Command) => runSimulation(wiring, options, self));
}

async function runSimulation(
  wiring: CheckWiring,
  options: Options,
  command: Command,
): Promise<void> {
  if (options.worktree === true && options.head !== undefined) {
    command.error("give either --head or --worktree", { exitCode: 64 });
  }
  const body = await readNamedFile(options.body, "the description", command);
  const clone = await openNamedClone(wiring.openClone, options.repo, command);
  try {
    const { objects, headSha } = await sideOf(clone, options, command);
    const baseSha = await resolveNamed(clone, options.base, command);
    const proposal: Proposal = { baseSha, headSha, ...(body === undefined ? {} : { body }) };
    const named = await loadNamedRecord(options, wiring, command);
    await assertOwnRecord(clone, named, command);
    if (named.kind === "broken") {
      return command.error(renderFirstBadEntry(named.at), { exitCode: 1 });
    }
    const ports = { objects, openSandbox: () => wiring.openSandbox() };
    const against = named.kind === "record" ? named.against : undefined;
    print(await checkClone(ports, proposal, against), options, wiring);
  } finally {
    await clone.close();
  }
}

async function sideOf(
  clone: Clone,
  { head, worktree }: Options,
  command: Command,
): Promise<Pick<Proposal, "headSha"> & { readonly objects: GitObjects }> {
  if (worktree !== true) {
    return { objects: clone, headSha: await resolveNamed(clone, head ?? "HEAD", command) };
  }
  const laid = await clone.withWorktree();
  const why = "this repository has no working tree, or no commit yet; name a commit with --head";
  return laid ?? command.error(why, { exitCode: 64 });
}

function print(checked: CloneCheck, { json }: Options, { paint }: CheckWiring): void {
  const foreseen = foreseenOf(checked);
  if (json === true) {
    const report = { ...Object(checkReportOf(checked)), ahead: aheadOf(foreseen) };
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } else {
    const mutation = checked.change?.mutation;
    const told = mutation === undefined ? checked : { ...checked, mutation };
    const parts = [renderOfflineCheck(told, paint), renderForeseen(foreseen)];
    process.stdout.write(`${parts.join("\n\n")}\n`);
  }
  process.exitCode = exitCodeOf(checked.verdict);
}

function foreseenOf(checked: CloneCheck): Foreseen {
  const { change, rules, verdict, budget, nextSlotAt } = checked;
  const ahead =
    change === undefined
      ? { stages: [] }
      : planAhead({
          verdict,
          pullRequestClass: change.pullRequestClass,
          charter: change.charter,
          ...(rules === undefined ? {} : { rules }),
        });
  return {
    ahead,
    ...(budget === undefined ? {} : { budget }),
    ...(nextSlotAt === undefined ? {} : { nextSlotAt }),
  };
}

function aheadOf({ ahead, budget, nextSlotAt }: Foreseen): Json {
  return {
    budget:
      budget === undefined
        ? null
        : {
            window: budget.window,
            proposals: { ...budget.proposals },
            accepted: { ...budget.accepted },
            sealed_pairs: { ...budget.sealedPairs },
            drift_millionths: { ...budget.drift },
          },
    next_slot_at: nextSlotAt === undefined ? null : isoOf(nextSlotAt),
    approvals:
      ahead.approvals === undefined
        ? null
        : { needed: ahead.approvals.needed, from: [...ahead.approvals.from] },
    stages: ahead.stages.map(({ stage, command, askedBy, ...asks }) => ({
      stage,
      command,
      asked_by: [...askedBy],
      units: asks.units ?? null,
      share: asks.share ?? null,
      soak: asks.soak ?? null,
      deadline: asks.deadline ?? null,
    })),
  };
}
