import { measureAnswer } from "../../core/evaluation/measure-answer.ts";
import type { Measure } from "../../core/evaluation/records.ts";
import { compile } from "../../core/ir/compile.ts";
import type { SuiteItem } from "../../core/ir/parse-suite.ts";
import { runnerOf } from "../../core/ir/runner-rules.ts";
import { digestOfJson } from "../../core/kernel/digest.ts";
import { assess } from "../../core/rollout/assess.ts";
import { observeOutcome } from "../../core/rollout/observe-outcome.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { modelsAskedBy } from "../evaluation/models-asked.ts";
import { openSide } from "../evaluation/open-side.ts";
import { gatherChange, type GatheredChange } from "../reading/gather-change.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";
import { commitInputs } from "./commit-inputs.ts";
import { lockRollout } from "./lock-rollout.ts";
import { openFeed, type ReplayFeed } from "./replay-feed.ts";

/** Pairs that are kept at once: what a kill loses. */
const BATCH = 25;

/**
 * Where nothing live is split, both versions answer recorded inputs, one after the other, and their
 * differences are the stage's evidence: those of the file that the charter names, or those captured
 * from production. An input counts once in a stage, so too few of them let the stage's deadline
 * pass. Answers how many were replayed.
 */
export async function replayInputs(
  reconciling: Reconciling,
  rollout: Rollout | undefined,
): Promise<number> {
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
  readonly feed: ReplayFeed;
  readonly versions: NonNullable<GatheredChange["change"]["mutation"]>;
  readonly rules: NonNullable<GatheredChange["rules"]>;
};

async function prepare(reconciling: Reconciling, rollout: Rollout): Promise<Prepared | undefined> {
  const gathered = await gatherChange(reconciling.repository, reconciling.pull);
  if (gathered.kind !== "gathered") return undefined;
  const { rules, change, tip } = gathered;
  const { mutation: versions } = change;
  if (rules === undefined || versions?.after.digest !== rollout.after) return undefined;
  if (!canBeRun({ rules, versions })) return undefined;
  const feed = await openFeed(reconciling, rollout, { tip, rules });
  return feed && { feed, versions, rules };
}

/** Here, and without a model: an answer that nobody could be asked for would be no evidence. */
function canBeRun({ rules, versions }: Pick<Prepared, "rules" | "versions">): boolean {
  const both = [versions.before, versions.after];
  const runner = runnerOf(rules, both)?.kind;
  const asksModels = both.some((version) => modelsAskedBy(compile(version)).length > 0);
  return !asksModels && runner !== undefined && runner !== "actions";
}

async function replayAll(
  reconciling: Reconciling,
  rollout: Rollout,
  { feed, versions, rules }: Prepared,
): Promise<number> {
  const { ports } = reconciling;
  let items = await feed.next(BATCH);
  if (items.length === 0) return 0;
  const options = { seed: rollout.id, runner: runnerOf(rules, [versions.before, versions.after]) };
  const [stable, candidate] = [
    await openSide(ports, versions.before, options),
    await openSide(ports, versions.after, options),
  ];
  let replayed = 0;
  try {
    for (; items.length > 0; items = await feed.next(BATCH)) {
      if (!(await reconciling.isCurrent())) return replayed;
      const pairs: Pair[] = [];
      for (const item of items) {
        const before = measureAnswer(item, await stable.runner.run(item.input, item.id));
        const after = measureAnswer(item, await candidate.runner.run(item.input, item.id));
        pairs.push({ item, stable: before, candidate: after });
      }
      // A child that died says nothing of either version.
      if (stable.runner.crashes() + candidate.runner.crashes() > 0) return replayed;
      replayed += pairs.length;
      if (!(await count(reconciling, rollout, { feed, pairs }))) return replayed;
    }
    return replayed;
  } finally {
    await Promise.all([stable.runner.close(), candidate.runner.close()]);
  }
}

type Pair = { readonly item: SuiteItem; readonly stable: Measure; readonly candidate: Measure };

/** False where there is nothing more to replay: the stage has shown enough, or is another one by now. */
async function count(
  { ports, lease }: Reconciling,
  seen: Rollout,
  { feed, pairs }: { readonly feed: ReplayFeed; readonly pairs: readonly Pair[] },
): Promise<boolean> {
  return ports.store.transact(async (tx) => {
    const rollout = await lockRollout(tx, lease);
    const isSame = rollout?.id === seen.id && rollout.enteredAt === seen.enteredAt;
    if (!isSame || !isReplaying(rollout)) return false;
    const items = pairs.map(({ item }) => item);
    await feed.note(tx, items);
    const inputs = await commitInputs(tx, ports.entropy, {
      before: rollout.health.inputs,
      inputs: items.map(({ input }) => digestOfJson(input)),
    });
    const health = { ...pairs.reduce(counting(feed), rollout).health, inputs };
    const counted = { ...rollout, health };
    await tx.rollouts.save(counted);
    return assess(counted, ports.clock.now()).kind === "waiting";
  });
}

function counting({ metricsOf }: Pick<ReplayFeed, "metricsOf">) {
  return (rollout: Rollout, { stable, candidate }: Pair): Rollout => {
    const before = observeOutcome(rollout, { variant: "stable", metrics: metricsOf(stable) });
    const metrics = metricsOf(candidate);
    const after = observeOutcome({ ...rollout, health: before }, { variant: "candidate", metrics });
    return { ...rollout, health: after };
  };
}
