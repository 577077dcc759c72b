import { USUAL } from "../../../src/core/evaluation/statistics/bet-grid.ts";
import { eValueOver } from "../../../src/core/evaluation/statistics/e-process.ts";
import { replayBets } from "../../../src/core/judging/replay-bets.ts";
import type { Bar } from "../bars.ts";
import { benchCanaries } from "./bench-canaries.ts";
import { benchHonesty } from "./bench-honesty.ts";
import { benchProfiles } from "./bench-profiles.ts";
import { benchStreams } from "./bench-streams.ts";
import { bar, times } from "./figures.ts";
import { drawDifference } from "./mutations.ts";

/** How honest and how able the decisions are, against acceptors that people use and against targets. */
export function benchDecisions(): readonly Bar[] {
  return [
    ...benchStreams(),
    ...benchProfiles(),
    ...benchHonesty(),
    ...benchCanaries(),
    ...benchReplay(),
  ];
}

function benchReplay(): readonly Bar[] {
  const runs = times(500, 18, (random) => {
    const limit = [0, -0.02, -0.1][Math.floor(random() * 3)] ?? 0;
    const differences = Array.from({ length: 300 }, () => drawDifference(random, 0.05, 0.2));
    return Object.is(eValueOver(differences, limit, USUAL), replayBets(differences, limit));
  });
  const equal = runs.filter(Boolean).length;
  const records = Array.from({ length: 1_000_000 }, (_, at) => ((at * 7) % 5 === 0 ? 1 : 0));
  const begun = performance.now();
  eValueOver(records, 0);
  const rate = records.length / ((performance.now() - begun) / 1000);
  return [
    bar("T17 e-values replayed bit for bit, of 500", equal, equal === runs.length),
    bar("T18 e-process updates a second ≥ 2,000,000", rate, rate >= 2_000_000),
  ];
}
