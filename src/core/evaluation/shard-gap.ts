import type { RawRecords } from "./records.ts";
import { rightness } from "./figures.ts";
import { pairedMean } from "./statistics/paired-mean.ts";
import { unitDifferences } from "./statistics/unit-differences.ts";

/** Standard errors by which an accepted version's public gain may exceed that on its shard. */
const TOLERATED = 2;

/**
 * Whether a version was accepted whose public gain is largely not there on the shard: choosing among
 * what the shard let pass has begun to choose for the public suite. Looked at for accepted versions
 * alone, or whoever learns the public suite by heart could have shard after shard closed. The other
 * direction says nothing, since asking stops early where the gain looks large.
 */
export function isShardWorn(records: Pick<RawRecords, "public" | "sealed">): boolean {
  const shown = pairedMean(unitDifferences(records.public, rightness));
  const sealed = pairedMean(unitDifferences(records.sealed, rightness));
  if (shown.n === 0 || sealed.n === 0) return false;
  const error = Math.hypot(shown.standardError, sealed.standardError);
  return shown.mean - sealed.mean > TOLERATED * error;
}
