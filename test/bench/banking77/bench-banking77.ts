import { loadBanking77 } from "../../support/banking77/data-set.ts";
import { judgeChanges, type Judged } from "../../support/banking77/judged.ts";
import type { Bar } from "../bars.ts";

/** From the opening of a pull request to the word on it, on two cores. */
const MOST_SECONDS = 60;

/** Changes of an agent that sorts real bank queries, judged by the whole app, and what each cost. */
export async function benchBanking77(): Promise<readonly Bar[]> {
  const dataSet = loadBanking77();
  if (dataSet === undefined) return [];
  const { baseline, judged } = await judgeChanges(dataSet);
  console.log(`right before: public ${share(baseline.public)}, sealed ${share(baseline.sealed)}`);
  for (const one of judged) console.log(lineOf(one, baseline.sealed));
  return [...judged.map(rulingBar), costBar(judged)];
}

function lineOf({ change, ...one }: Judged, before: number): string {
  const { decision, reason } = one.record;
  const figures =
    decision === undefined
      ? []
      : [
          `e-value ${decision.eValue.toPrecision(3)} of ${decision.bar.toFixed(0)}`,
          `at most ${one.pairs} sealed pairs`,
          `smallest effect to be shown ${points(decision.minimumDetectableEffect)}`,
        ];
  const told = [
    `${one.ruling} (${reason})`,
    `right: public ${share(one.public)}, sealed ${share(one.sealed)} (${points(one.sealed - before)})`,
    ...figures,
    `${one.seconds.toFixed(0)} s, of the processors ${one.cpuSeconds.toFixed(1)} s`,
  ];
  return `  ${change.name.padEnd(38)} ${told.join("; ")}`;
}

function rulingBar({ change, ruling, record }: Judged): Bar {
  return {
    what: `${change.name}: ${change.fair}`,
    found: `${ruling} (${record.reason})`,
    held: ruling === change.fair,
  };
}

/** By the clock on the wall, which is what people wait for; the processors' time stands beside it. */
function costBar(judged: readonly Judged[]): Bar {
  const wall = Math.max(...judged.map(({ seconds }) => seconds));
  const worked = Math.max(...judged.map(({ cpuSeconds }) => cpuSeconds));
  return {
    what: `the slowest pull request ≤ ${MOST_SECONDS} s`,
    found: `${wall.toFixed(1)} s, of the processors ${worked.toFixed(1)} s`,
    held: wall <= MOST_SECONDS,
  };
}

function share(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

function points(value: number): string {
  return `${value >= 0 ? "+" : ""}${(value * 100).toFixed(1)} points`;
}
