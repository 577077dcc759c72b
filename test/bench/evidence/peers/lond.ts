import { type Levels, lordShare, runLevels } from "./online-levels.ts";

/** LOND: α γ_t (D + 1), D rejections so far; with `anyDependence` over the harmonic number of t. */
export function lond(pValues: readonly number[], alpha: number, anyDependence = false): Levels {
  let harmonic = 0;
  return runLevels(pValues, (past) => {
    const t = past.length + 1;
    harmonic += 1 / t;
    const found = past.filter(({ isRejected }) => isRejected).length;
    return (alpha * lordShare(t) * (found + 1)) / (anyDependence ? harmonic : 1);
  });
}
