import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { USUAL } from "../../../src/core/evaluation/statistics/bet-grid.ts";
import { eValueOver } from "../../../src/core/evaluation/statistics/e-process.ts";
import { replayBets } from "../../../src/core/judging/replay-bets.ts";
import type { Bar } from "../bars.ts";
import { optionOf } from "../options.ts";
import { benchHonesty } from "./bench-honesty.ts";
import { benchProfiles } from "./bench-profiles.ts";
import { benchStreams } from "./bench-streams.ts";
import { figureOfAcceptors } from "./figure-acceptors.ts";
import { figureOfSuites } from "./figure-suites.ts";
import { bar, times } from "../simulation/figures.ts";
import { drawDifference } from "./mutations.ts";

/**
 * How honest and how able the decisions are, against acceptors that people use and against targets.
 * `--figures <folder>` draws what was found; the same run draws the same bytes.
 */
export function benchDecisions(options: readonly string[]): readonly Bar[] {
  const profiles = benchProfiles();
  const streams = benchStreams();
  const folder = optionOf(options, "--figures");
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "acceptors.svg"), figureOfAcceptors(streams.rows));
    writeFileSync(join(folder, "suites.svg"), figureOfSuites(profiles.needed));
  }
  return [...streams.bars, ...profiles.bars, ...benchHonesty(), ...benchReplay()];
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
