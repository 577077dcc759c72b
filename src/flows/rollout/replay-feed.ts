import type { SystemRules } from "../../core/ir/charter.ts";
import { parseSuite, type SuiteItem } from "../../core/ir/parse-suite.ts";
import type { Measure } from "../../core/evaluation/records.ts";
import { replaysCaptured } from "../../core/rollout/delivery.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { CapturedInput } from "../../core/rollout/admit-input.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { GatheredChange } from "../reading/gather-change.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";

/** Where a stage's inputs come from, a handful at a time. */
export type ReplayFeed = {
  /** What the stage was not shown yet; nothing where there is no more. */
  next(most: number): Promise<readonly SuiteItem[]>;
  /** Under the roll-out's lock, together with what the inputs showed. */
  note(tx: Transaction, items: readonly SuiteItem[]): Promise<void>;
  /** The metrics that guards can be named after. */
  metricsOf(measure: Measure): Readonly<Record<string, number>>;
};

/** As the base branch has it now, never as the proposer does. */
type Base = { readonly tip: GatheredChange["tip"]; readonly rules: SystemRules };

/** Nothing where there are no inputs to be had: then the stage's deadline passes. */
export async function openFeed(
  reconciling: Reconciling,
  rollout: Rollout,
  base: Base,
): Promise<ReplayFeed | undefined> {
  if (rollout.delivery?.kind !== "replay") return undefined;
  if (replaysCaptured(rollout)) {
    return base.rules.capture && capturedFeed(reconciling, rollout);
  }
  const { dataset } = rollout.delivery;
  const items = dataset === undefined ? undefined : await readInputs(reconciling, base, dataset);
  return items && datasetFeed(items, rollout);
}

async function readInputs(
  { repository }: Reconciling,
  { tip, rules }: Base,
  dataset: string,
): Promise<readonly SuiteItem[] | undefined> {
  const file = `${rules.path}/${dataset}`;
  const entry = (await repository.tree(tip.commit)).get(file);
  const suite = entry && parseSuite(file, await repository.blob(entry.sha));
  return suite?.ok === true ? suite.value.items : undefined;
}

/** Every pair is one unit of the candidate, so what was counted is how far it came. */
function datasetFeed(items: readonly SuiteItem[], { health }: Rollout): ReplayFeed {
  let at = health.units;
  return {
    next: (most) => {
      const found = items.slice(at, at + most);
      at += found.length;
      return Promise.resolve(found);
    },
    note: () => Promise.resolve(),
    metricsOf: (measure) => {
      const { correct, violation } = measure;
      return { correct, violation, ...withoutAnswers(measure) };
    },
  };
}

/** Newest first, while there are any: what production's units had, also since the stage began. */
function capturedFeed({ ports }: Reconciling, rollout: Rollout): ReplayFeed {
  const { repositoryId, system, id, enteredAt } = rollout;
  const stage = { repositoryId, system, stage: `${id} ${enteredAt}` };
  return {
    next: async (most) => {
      const now = ports.clock.now();
      const found = await ports.store.transact((tx) =>
        tx.captures.unreplayed(stage, { most, now }),
      );
      return found.map(itemOf);
    },
    note: (tx, items) =>
      tx.captures.noteReplayed(
        stage,
        items.map(({ id: digest }) => digest),
      ),
    metricsOf: withoutAnswers,
  };
}

function itemOf({ digest, input }: CapturedInput): SuiteItem {
  return { id: digest, input, cluster: digest };
}

/** Nobody knows what the right answer would have been, nor what a wrong one. */
function withoutAnswers({ failed, milliseconds }: Measure): Readonly<Record<string, number>> {
  return { failed: failed ? 1 : 0, latency_ms: milliseconds };
}
