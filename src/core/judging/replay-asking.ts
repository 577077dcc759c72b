import type { ClaimedReport, Claims, JudgedPair } from "./judged.ts";

/** Where a guard is held, and where anything is refuted. */
const ENOUGH = 20;

/** Fewer units are never given up. */
const FEWEST = 50;

type ClaimedAsking = NonNullable<Claims["asking"]>;

/**
 * Whether the sealed records are what was said to be asked: the beginning of what was offered, whole
 * units, and ended for the reason that is claimed. The e-values are replayed beside this.
 */
export function checkAsking(
  sealed: readonly JudgedPair[],
  { asking, reports, bar }: Claims,
): readonly string[] {
  if (asking === undefined) return [];
  const wrong: (readonly [figure: string, isWrong: boolean])[] = [
    ["prefix", sealed.some(({ item }, at) => item !== asking.offered[at])],
    ["units", countUnits(sealed) !== asking.units || asking.units > asking.of],
    ["end", (asking.units === asking.of) !== (sealed.length === asking.offered.length)],
    ["stop", !isStop(asking, reports.filter(isSealedTest), bar.value)],
  ];
  return wrong.filter(([, isWrong]) => isWrong).map(([figure]) => figure);
}

function countUnits(pairs: readonly JudgedPair[]): number {
  return pairs.filter(({ unit }, at) => unit !== pairs[at - 1]?.unit).length;
}

function isSealedTest({ source, evidence }: ClaimedReport): boolean {
  return source === "sealed" && evidence.kind === "test";
}

function isStop(
  { because, units, of }: ClaimedAsking,
  tests: readonly ClaimedReport[],
  bar: number,
): boolean {
  const isShown = tests.every((test) => isReached(test, bar));
  const isRefuted = tests.some(
    ({ evidence }) => evidence.kind === "test" && evidence.reverseEValue >= ENOUGH,
  );
  switch (because) {
    case "shown":
      return isShown && !isRefuted;
    case "refuted":
      return isRefuted;
    case "futile":
      return !isShown && !isRefuted && units >= FEWEST;
    default:
      return because === "asked-whole" && units === of;
  }
}

function isReached({ evidence, role }: ClaimedReport, bar: number): boolean {
  return evidence.kind === "test" && evidence.eValue >= (role === "objective" ? bar : ENOUGH);
}
