import type { OutcomeRecord } from "../../ports/store/outcomes.ts";
import type { Exposure } from "../../ports/store/rollouts.ts";
import type { Transaction } from "../../ports/store/store.ts";

/**
 * What is known of the units that a batch tells of, by the name that they report under. Read with
 * three statements for each name instead of three for each record; a batch grows it while it is
 * counted, so that it must be read under the roll-out's lock.
 */
export type KnownUnits = {
  readonly exposures: Map<string, Exposure>;
  /** Of these exposures, those that only an outcome of the batch tells. */
  readonly told: Exposure[];
  readonly outcomes: Map<string, OutcomeRecord>;
  readonly ids: Set<string>;
};

type Named = Pick<OutcomeRecord, "unit" | "variant">;

export async function readKnown(
  tx: Transaction,
  name: string,
  records: readonly OutcomeRecord[],
): Promise<KnownUnits> {
  const units = [...new Set(records.map(({ unit }) => unit))];
  const exposures = await tx.rollouts.exposures(name, units);
  const outcomes = await tx.outcomes.ofUnits(name, units);
  const ids = await tx.outcomes.taken(
    name,
    records.map(({ id }) => id),
  );
  return {
    exposures: new Map(exposures.map((exposure) => [exposure.unit, exposure])),
    told: [],
    outcomes: new Map(outcomes.map((outcome) => [keyOf(outcome), outcome])),
    ids: new Set(ids),
  };
}

/** What was reported of a unit under a variant. */
export function outcomeOf(known: KnownUnits, unit: Named): OutcomeRecord | undefined {
  return known.outcomes.get(keyOf(unit));
}

export function isCounted(known: KnownUnits, record: OutcomeRecord): boolean {
  return known.ids.has(record.id) || known.outcomes.has(keyOf(record));
}

export function noteCounted(known: KnownUnits, record: OutcomeRecord): void {
  known.ids.add(record.id);
  known.outcomes.set(keyOf(record), record);
}

/** Nobody asked what this unit was to run; its first outcome said what it ran. */
export function noteTold(known: KnownUnits, exposure: Exposure): void {
  known.exposures.set(exposure.unit, exposure);
  known.told.push(exposure);
}

/** The variant first: it is one of three words, so that no unit's name can look like another key. */
function keyOf({ variant, unit }: Named): string {
  return `${variant} ${unit}`;
}
