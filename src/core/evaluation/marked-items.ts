import type { PairedRecord } from "./records.ts";

const IMPOSSIBLE = "impossible/";
const SLICE = /^slice\/([^/]+)\//;

/** Pairs that are looked at on their own, in the order in which they were asked. */
export type Slice = { readonly name: string; readonly records: readonly PairedRecord[] };

/**
 * Items that nobody can pass honestly, such as two demands that contradict each other: their ids
 * begin with `impossible/`. They are asked like any other and count for no gain.
 */
export function isImpossible({ item }: Pick<PairedRecord, "item">): boolean {
  return item.startsWith(IMPOSSIBLE);
}

/** One asking of each item, for what has to count independent ones: the others are no new witnesses. */
export function firstAskings(records: readonly PairedRecord[]): readonly PairedRecord[] {
  return records.filter(({ epoch }) => epoch === undefined);
}

/** What the suite's author wants held on its own: items whose ids begin with `slice/<name>/`. */
export function slicesOf(records: readonly PairedRecord[]): readonly Slice[] {
  const slices = new Map<string, PairedRecord[]>();
  for (const record of records) {
    const name = SLICE.exec(record.item)?.[1];
    if (name === undefined) continue;
    const known = slices.get(name);
    if (known === undefined) slices.set(name, [record]);
    else known.push(record);
  }
  return [...slices].map(([name, kept]) => ({ name, records: kept }));
}
