import { Command, Option } from "commander";
import { ruleOn } from "../../core/decision/rule-on.ts";
import { barOf, promiseOf } from "../../core/decision/thresholds.ts";
import { objectiveReport } from "../../core/evaluation/scorecard.ts";
import { minimumDetectableEffect } from "../../core/evaluation/statistics/minimum-detectable-effect.ts";
import type { Finding } from "../../core/gate/finding.ts";
import { GATES, type GateReport } from "../../core/gate/gate.ts";
import { OBJECTIVES } from "../../core/ir/mutation.ts";
import { visible } from "../../core/prose/escape.ts";
import { renderEvalCard } from "../../core/prose/eval-card.ts";
import {
  evalVersions,
  type Evaluated,
  type NotEvaluated,
} from "../../flows/clone/eval-versions.ts";
import type { CheckWiring } from "./check.ts";
import { openNamedClone, resolveNamed } from "./clone-arguments.ts";
import { evalReportOf, type EvidenceRuling } from "./eval-report.ts";
import { endUnlocated } from "./explain-unlocated.ts";
import { progressBar } from "./progress-bar.ts";

export type EvalWiring = Pick<CheckWiring, "paint" | "openClone" | "openSandbox" | "openSealed"> & {
  readonly isTerminal: boolean;
};

type Options = {
  readonly repo: string;
  readonly base?: string;
  readonly head: string;
  readonly system?: string;
  readonly sealed?: string;
  readonly audit?: boolean;
  readonly objective: (typeof OBJECTIVES)[number];
  readonly json?: boolean;
};

const HELP = `
Runs a system's suites in the sandbox, by the charter and the suites of the earlier commit, and
compares two versions as the evaluation gate does; without --base one version is measured. Sealed
figures are shown to whoever holds the suite, and nothing is counted or written anywhere. --audit
asks the shard that no gate asks: look seldom, and tell proposers nothing of it. Exit code 0: better,
or measured; 1: worse; 2: the evidence does not say, or a suite is missing; 64: wrong arguments.

Example:
  $ omega eval --base main --head my-change
  $ omega eval --base main --head my-change --sealed ../sealed --json`;

export function evalCommand(wiring: EvalWiring): Command {
  return new Command("eval")
    .description("run a system's suites on a clone, and compare two versions")
    .option("--repo <dir>", "the clone", ".")
    .option("--base <ref>", "the version to compare with")
    .option("--head <ref>", "the version to measure", "HEAD")
    .option("--system <name>", "which system, where there are several")
    .option("--sealed <dir>", "folder with the sealed suites")
    .option("--audit", "ask the audit shard in place of the query shards")
    .addOption(
      new Option("--objective <name>", "what must improve").choices(OBJECTIVES).default("task"),
    )
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action((options: Options, self: Command) => runEval(wiring, options, self));
}

async function runEval(wiring: EvalWiring, options: Options, self: Command): Promise<void> {
  const { sealed, audit, objective, system } = options;
  if (audit === true && sealed === undefined) {
    self.error("--audit needs --sealed: name the folder with the sealed suites", { exitCode: 64 });
  }
  const clone = await openNamedClone(wiring.openClone, options.repo, self);
  try {
    const head = await resolveNamed(clone, options.head, self);
    const base = options.base === undefined ? head : await resolveNamed(clone, options.base, self);
    const sealedSuites = sealed === undefined ? undefined : wiring.openSealed(sealed);
    const ports = { objects: clone, sandbox: await wiring.openSandbox() };
    const bar = shownBar(wiring.isTerminal);
    const evaluated = await evalVersions(
      { ...ports, ...(sealedSuites === undefined ? {} : { sealedSuites }) },
      {
        base,
        head,
        objective,
        part: audit === true ? "audit" : "query",
        onProgress: bar.show,
        ...(system === undefined ? {} : { system }),
      },
    );
    bar.end();
    if (!evaluated.ok) return self.error(explain(evaluated.refusal, self), { exitCode: 64 });
    print(evaluated.value, options, wiring);
  } finally {
    await clone.close();
  }
}

/** One bar for each suite: how much there is to ask is known only when its turn comes. */
function shownBar(isTerminal: boolean) {
  let bar = progressBar(0, false);
  let known = 0;
  return {
    show: (done: number, total: number): void => {
      if (total !== known) bar = progressBar(total, isTerminal);
      known = total;
      bar.show(done);
    },
    end: (): void => bar.end(),
  };
}

function explain(refusal: NotEvaluated, command: Command): string {
  switch (refusal.kind) {
    case "ungoverned":
      return `no charter names the suites of ${visible(refusal.system)}; write one with \`omega init\``;
    case "unreadable":
      return `a version cannot be read (${placeOf(refusal.findings[0])}); \`omega check\` says more`;
    case "audit-missing":
      return `the sealed suite ${visible(refusal.ref)} has no such shard; \`omega seal\` splits it`;
    default:
      return endUnlocated(refusal, command);
  }
}

function placeOf(first: Finding | undefined): string {
  const { path = "the system", line = 1 } = first?.place ?? {};
  return `${visible(path)}:${line}, ${first?.code ?? "system-invalid"}`;
}

function rulingOf({ evaluation, rules }: Evaluated): EvidenceRuling | undefined {
  const { scorecard, epoch, report } = evaluation;
  if (scorecard === undefined) return undefined;
  const { profile } = rules.evidence;
  const bar = barOf(profile, epoch);
  const passed = GATES.map((gate): GateReport => ({
    gate,
    outcome: "pass",
    reason: "passed",
    findings: [],
  }));
  const reports = passed.map((one) => (one.gate === "evaluation" ? report : one));
  return {
    ...ruleOn({ reports, scorecard, epoch, profile, bar }),
    ...limitsOf({ evaluation, rules }),
  };
}

function limitsOf({ evaluation, rules }: Pick<Evaluated, "evaluation" | "rules">) {
  const { scorecard, asking, epoch } = evaluation;
  const bar = barOf(rules.evidence.profile, epoch);
  const test = scorecard && objectiveReport(scorecard)?.evidence;
  const units = asking?.of ?? (test?.kind === "test" ? test.n : 0);
  return {
    bar,
    promise: promiseOf(rules.evidence.profile),
    minimumDetectableEffect: minimumDetectableEffect(units, bar),
  };
}

const EXIT_CODES = { accept: 0, reject: 1, quarantine: 2 } as const;

function print(evaluated: Evaluated, options: Options, { paint }: EvalWiring): void {
  const isComparison = options.base !== undefined;
  const ruled = isComparison ? rulingOf(evaluated) : undefined;
  const { system, evaluation } = evaluated;
  const card = { system, evaluation, ...(ruled === undefined ? {} : { ruled }) };
  const text =
    options.json === true
      ? JSON.stringify(evalReportOf(evaluated, ruled))
      : renderEvalCard(card, paint);
  process.stdout.write(`${text}\n`);
  const isMeasured = evaluation.scorecard !== undefined;
  process.exitCode = ruled === undefined ? (isMeasured ? 0 : 2) : EXIT_CODES[ruled.ruling];
}
