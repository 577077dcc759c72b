import type { Bar } from "../bars.ts";
import { bar, deviationOf, mean, share, times } from "../simulation/figures.ts";
import { attackLeaderboard } from "./leaderboard.ts";
import {
  clusteredNull,
  JUDGE_CELLS,
  type JudgeCell,
  judgedInterval,
  slowPoison,
} from "./other-streams.ts";

/** B5 to B8: what a proposer learns from our words, judges that err, items that are not independent. */
export function benchHonesty(): readonly Bar[] {
  return [...attacks(), ...judges(), ...clusters(), ...poison()];
}

function attacks(): readonly Bar[] {
  const runs = times(20, 7, (_random, at) => attackLeaderboard("word", at));
  const naive = times(5, 7, (_random, at) => attackLeaderboard("score", at));
  const gaps = runs.map((run) => run.gap);
  const board = mean(naive.map((run) => run.gap));
  const falls = runs.reduce((sum, { falseAccepts }) => sum + falseAccepts, 0);
  console.log(
    `leaderboard attack, 20 runs: gap ${mean(gaps).toFixed(4)} ±${deviationOf(gaps).toFixed(4)}; a board of scores ${board.toFixed(3)}`,
  );
  return [
    bar("T7 what a leaderboard attack gains ≤ .005", mean(gaps), mean(gaps) <= 0.005),
    bar("T7 false accepts under attack = 0", falls, falls === 0),
  ];
}

function judges(): readonly Bar[] {
  const covers = JUDGE_CELLS.map(coverageOf);
  const [lowest, highest] = [Math.min(...covers), Math.max(...covers)];
  return [
    bar("T13 lowest coverage ≥ .94", lowest, lowest >= 0.94),
    bar("T13 highest coverage ≤ .96", highest, highest <= 0.96),
  ];
}

function coverageOf(cell: JudgeCell): number {
  const seen = times(4_000, 13, (random) => judgedInterval(random, cell));
  const covered = (pick: "corrected" | "naive"): number =>
    seen.filter((one) => one[pick]).length / seen.length;
  console.log(
    `judge ${cell.specificity}/${cell.sensitivity} at ${cell.truth}: covers ${share(covered("corrected"))}, uncorrected ${share(covered("naive"))}`,
  );
  return covered("corrected");
}

function clusters(): readonly Bar[] {
  const seen = times(4_000, 14, clusteredNull);
  const ours = seen.filter((one) => one.ours).length / seen.length;
  const naive = seen.filter((one) => one.naive).length / seen.length;
  console.log(`clustered nulls: ours ${share(ours)}, items taken as independent ${share(naive)}`);
  return [bar("T14 accepts under clustered nulls ≤ .05", ours, ours <= 0.05)];
}

function poison(): readonly Bar[] {
  const worst = Math.max(...times(100, 15, (random) => slowPoison(random, true)));
  const unguarded = Math.max(...times(5, 15, (random) => slowPoison(random, false)));
  console.log(
    `slow poison: ${(worst * 100).toFixed(1)} points lost, against the parent alone ${(unguarded * 100).toFixed(1)}`,
  );
  return [bar("T15 points lost to slow poison, worst of 100 ≤ 3", worst * 100, worst <= 0.03)];
}
