import { later } from "../../../src/core/kernel/instant.ts";
import { pullNumber, repositoryId } from "../../../src/core/kernel/ids.ts";
import { observeOutcome } from "../../../src/core/rollout/observe-outcome.ts";
import type { Rollout } from "../../../src/core/rollout/rollout.ts";
import { variantOf } from "../../../src/core/rollout/split.ts";
import { chooseVariants } from "../../../src/flows/runtime/choose-variants.ts";
import { recordOutcomes } from "../../../src/flows/runtime/record-outcomes.ts";
import type { Ports } from "../../../src/ports/ports.ts";
import type { OutcomeRecord } from "../../../src/ports/store/outcomes.ts";
import type { AppRun } from "./app-run.ts";
import { SYSTEM_NAME } from "./small-desk.ts";
import type { Site } from "./stand.ts";

/** How a unit's outcome is reported. */
export const KINDS = ["good", "bad", "negative", "twice", "unexposed", "future"] as const;

export type Kind = (typeof KINDS)[number];

let units = 0;

/** The roll-out of a pull request, as the store has it. */
export function rolloutOf(site: Site, pull: number): Promise<Rollout | undefined> {
  const key = { repositoryId: repositoryId(site.repository.id), pull: pullNumber(pull) };
  return site.stand.store.transact((tx) => tx.rollouts.ofPull(key));
}

/**
 * Brings a stage to where one more unit is enough: all but the last are put where the flow would
 * have put them, because there are a hundred and each costs a transaction. The last comes by the
 * product's own way.
 */
export async function allButOne(site: Site, pull: number): Promise<void> {
  const { store } = site.stand;
  const seen = await rolloutOf(site, pull);
  if (seen === undefined) return;
  await store.transact(async (tx) => {
    const rollout = await tx.rollouts.loadForUpdate(seen.id);
    if (rollout === undefined || (rollout.state !== "shadow" && rollout.state !== "canary")) return;
    const { shadow, canary } = rollout.rules;
    const needed = rollout.state === "shadow" ? shadow.units : canary.min_units;
    let counted = rollout;
    while (counted.health.units < needed - 1) {
      const outcome = { variant: "candidate", metrics: { violation: 0 } } as const;
      counted = { ...counted, health: observeOutcome(counted, outcome) };
    }
    await tx.rollouts.save(counted);
  });
}

/** One unit of the candidate asks for its version and reports. */
export async function reportUnit(site: Site, pull: number, kind: Kind): Promise<void> {
  const rollout = await rolloutOf(site, pull);
  if (rollout === undefined) return;
  await site.run((run) => report(run, rollout, kind));
}

async function report({ ports }: AppRun, rollout: Rollout, kind: Kind): Promise<void> {
  const token = { repositoryId: rollout.repositoryId, system: SYSTEM_NAME };
  const unit = candidateUnit(rollout);
  const { store, clock } = ports;
  if (kind !== "unexposed") {
    await store.transact((tx) => chooseVariants(tx, clock, { place: token, units: [unit] }));
  }
  const records = recordsOf(ports, rollout, { unit, kind });
  await recordOutcomes(ports, token, records);
  if (kind === "twice") await recordOutcomes(ports, token, records);
}

/** A new unit that the split gives to the candidate, if it gives any. */
function candidateUnit({ id, share }: Rollout): string {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const unit = `unit-${(units += 1)}`;
    if (share === 0 || variantOf(id, unit, share) === "candidate") return unit;
  }
  return `unit-${units}`;
}

function recordsOf(
  { clock }: Ports,
  rollout: Rollout,
  { unit, kind }: { readonly unit: string; readonly kind: Kind },
): readonly OutcomeRecord[] {
  const value = kind === "bad" ? 1 : kind === "negative" ? -1 : 0;
  const at = kind === "future" ? later(clock.now(), 3_600_000) : clock.now();
  const about = { rolloutId: rollout.id, unit, metrics: { violation: value }, at };
  return rollout.state === "shadow"
    ? [
        { ...about, id: `${unit}-s`, variant: "stable", metrics: { violation: 0 } },
        { ...about, id: `${unit}-c`, variant: "shadow" },
      ]
    : [{ ...about, id: `${unit}-c`, variant: "candidate" }];
}
