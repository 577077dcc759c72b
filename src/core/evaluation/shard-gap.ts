import type { RawRecords } from "./records.ts";
import { rightness } from "./figures.ts";
import { pairedMean } from "./statistics/paired-mean.ts";
import { unitDifferences } from "./statistics/unit-differences.ts";

/** Standard errors by which the two gains of an accepted version may differ. */
const TOLERATED = 2;

/**
 * Whether what a version gained in public and what it gained on its shard are two different stories,
 * in either direction: one of the two suites has been learnt. Looked at for accepted versions alone,
 * or whoever learns the public suite by heart could have shard after shard closed.
 */
export function isShardWorn(records: Pick<RawRecords, "public" | "sealed">): boolean {
  const shown = pairedMean(unitDifferences(records.public, rightness));
  const sealed = pairedMean(unitDifferences(records.sealed, rightness));
  if (shown.n === 0 || sealed.n === 0) return false;
  const error = Math.hypot(shown.standardError, sealed.standardError);
  return Math.abs(shown.mean - sealed.mean) > TOLERATED * error;
}
