import { type Levels, lordShare, runLevels } from "./online-levels.ts";

/** LORD++ with w0 = α / 10: each rejection earns α back, spread over the tests that follow it. */
export function lordPlusPlus(
  pValues: readonly number[],
  alpha: number,
  shareOf: (j: number) => number = lordShare,
): Levels {
  const w0 = alpha / 10;
  return runLevels(pValues, (past) => {
    const t = past.length + 1;
    const rejections = past.filter(({ isRejected }) => isRejected);
    return rejections.reduce(
      (level, { place }, at) => level + (at === 0 ? alpha - w0 : alpha) * shareOf(t - place),
      w0 * shareOf(t),
    );
  });
}
