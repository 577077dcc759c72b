import { measureAnswer } from "../../core/evaluation/measure-answer.ts";
import type { Measure } from "../../core/evaluation/records.ts";
import { compile } from "../../core/ir/compile.ts";
import { parseSuite, type SuiteItem } from "../../core/ir/parse-suite.ts";
import { runnerOf } from "../../core/ir/runner-rules.ts";
import { assess } from "../../core/rollout/assess.ts";
import { observeOutcome } from "../../core/rollout/observe-outcome.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { modelsAskedBy } from "../evaluation/models-asked.ts";
import { openSide } from "../evaluation/open-side.ts";
import { gatherChange, type GatheredChange } from "../reading/gather-change.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";
import { lockRollout } from "./lock-rollout.ts";

/** Pairs that are kept at once: what a kill loses. */
const BATCH = 25;

/**
 * Where nothing live is split, both versions answer the recorded inputs that the charter names, one
 * after the other, and their differences are the stage's evidence. An input counts once in a stage,
 * so a file that is too short lets the stage's deadline pass. Answers how many were replayed.
 */
export async function replayInputs(reconciling: Reconciling): Promise<number> {
  const { ports, lease } = reconciling;
  const rollout = await ports.store.transact((tx) => tx.rollouts.ofPull(lease.key));
  if (rollout === undefined || !isReplaying(rollout)) return 0;
  const prepared = await prepare(reconciling, rollout);
  return prepared === undefined ? 0 : replayAll(reconciling, rollout, prepared);
}

/** A stage that has not passed yet. */
function isReplaying({ delivery, state, shadowPassed, canaryPassed }: Rollout): boolean {
  if (delivery?.kind !== "replay") return false;
  return (state === "shadow" && !shadowPassed) || (state === "canary" && !canaryPassed);
}

type Prepared = {
  readonly items: readonly SuiteItem[];
  readonly versions: NonNullable<GatheredChange["change"]["mutation"]>;
  readonly rules: NonNullable<GatheredChange["rules"]>;
};

async function prepare(
  reconciling: Reconciling,
  { delivery, after }: Rollout,
): Promise<Prepared | undefined> {
  const dataset = delivery?.kind === "replay" ? delivery.dataset : undefined;
  const gathered = await gatherChange(reconciling.repository, reconciling.pull);
  if (dataset === undefined || gathered.kind !== "gathered") return undefined;
  const { rules, change } = gathered;
  const { mutation: versions } = change;
  if (rules === undefined || versions?.after.digest !== after) return undefined;
  if (!canBeRun({ rules, versions })) return undefined;
  const items = await readInputs(reconciling, gathered, `${rules.path}/${dataset}`);
  return items && { items, versions, rules };
}

/** Here, and without a model: an answer that nobody could be asked for would be no evidence. */
function canBeRun({ rules, versions }: Pick<Prepared, "rules" | "versions">): boolean {
  const both = [versions.before, versions.after];
  const runner = runnerOf(rules, both)?.kind;
  const asksModels = both.some((version) => modelsAskedBy(compile(version)).length > 0);
  return !asksModels && runner !== undefined && runner !== "actions";
}

/** As the base branch has them, never as the proposer does. */
async function readInputs(
  { repository }: Reconciling,
  { tip }: GatheredChange,
  file: string,
): Promise<readonly SuiteItem[] | undefined> {
  const entry = (await repository.tree(tip.commit)).get(file);
  const suite = entry && parseSuite(file, await repository.blob(entry.sha));
  return suite?.ok === true ? suite.value.items : undefined;
}

async function replayAll(
  reconciling: Reconciling,
  rollout: Rollout,
  { items, versions, rules }: Prepared,
): Promise<number> {
  const { ports } = reconciling;
  // Every pair is one unit of the candidate, so what was counted is how far it came.
  const left = items.slice(rollout.health.units);
  if (left.length === 0) return 0;
  const options = { seed: rollout.id, runner: runnerOf(rules, [versions.before, versions.after]) };
  const [stable, candidate] = [
    await openSide(ports, versions.before, options),
    await openSide(ports, versions.after, options),
  ];
  let replayed = 0;
  try {
    for (let from = 0; from < left.length; from += BATCH) {
      if (!(await reconciling.isCurrent())) return replayed;
      const pairs: Pair[] = [];
      for (const item of left.slice(from, from + BATCH)) {
        const before = measureAnswer(item, await stable.runner.run(item.input, item.id));
        pairs.push([before, measureAnswer(item, await candidate.runner.run(item.input, item.id))]);
      }
      // A child that died says nothing of either version.
      if (stable.runner.crashes() + candidate.runner.crashes() > 0) return replayed;
      replayed += pairs.length;
      if (!(await count(reconciling, rollout, pairs))) return replayed;
    }
    return replayed;
  } finally {
    await Promise.all([stable.runner.close(), candidate.runner.close()]);
  }
}

type Pair = readonly [stable: Measure, candidate: Measure];

/** False where there is nothing more to replay: the stage has shown enough, or is another one by now. */
async function count(
  { ports, lease }: Reconciling,
  seen: Rollout,
  pairs: readonly Pair[],
): Promise<boolean> {
  return ports.store.transact(async (tx) => {
    const rollout = await lockRollout(tx, lease);
    const isSame = rollout?.id === seen.id && rollout.enteredAt === seen.enteredAt;
    if (!isSame || !isReplaying(rollout)) return false;
    let counted = rollout;
    for (const [stable, candidate] of pairs) {
      const before = observeOutcome(counted, { variant: "stable", metrics: metricsOf(stable) });
      counted = { ...counted, health: before };
      const after = observeOutcome(counted, {
        variant: "candidate",
        metrics: metricsOf(candidate),
      });
      counted = { ...counted, health: after };
    }
    await tx.rollouts.save(counted);
    return assess(counted, ports.clock.now()).kind === "waiting";
  });
}

/** The metrics that guards can be named after where inputs are replayed. */
function metricsOf(measure: Measure): Readonly<Record<string, number>> {
  const { correct, violation, failed, milliseconds } = measure;
  return { correct, violation, failed: failed ? 1 : 0, latency_ms: milliseconds };
}
