import { claimsOf } from "../../../src/core/decision/claims-of.ts";
import { decide } from "../../../src/core/decision/decide.ts";
import type { Ruling } from "../../../src/core/decision/decision.ts";
import type { RawRecords } from "../../../src/core/evaluation/records.ts";
import { recompute } from "../../../src/core/judging/recompute.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { pullNumber, repositoryId, sha } from "../../../src/core/kernel/ids.ts";
import { goodRecords, pairs, scorecardOf } from "../../support/evidence.ts";

const COMMIT = sha("b".repeat(40));
const NOWHERE = digestOf("bench");
const GATES = ["constitution", "budget", "validation", "evaluation", "judge"] as const;
const EPOCH = { epoch: 1, testsSpent: 1, accepts: 0, placeOfPair: 1 };

/** So many sealed pairs that show a gain of ten points, with a public and a safety suite beside. */
export function measuredPairs(sealed: number): RawRecords {
  const [gained, lost, neither] = [sealed * 0.15, sealed * 0.05, sealed * 0.2];
  const both = sealed - gained - lost - neither;
  return goodRecords({ sealed: pairs({ both, gained, lost, neither }) });
}

/** From the raw records to a ruling that the judge has confirmed. */
export function decideAndJudge(records: RawRecords): {
  readonly ruling: Ruling;
  readonly isConfirmed: boolean;
} {
  const scorecard = scorecardOf(records);
  const { ruling } = decide({
    reports: GATES.map((gate) => ({ gate, outcome: "pass", reason: "passed", findings: [] })),
    scorecard,
    epoch: EPOCH,
    profile: "standard",
    binding: {
      repositoryId: repositoryId(1),
      pull: pullNumber(1),
      headSha: COMMIT,
      system: "bench",
      systemBefore: NOWHERE,
      systemAfter: NOWHERE,
      charter: NOWHERE,
      suites: {},
      evaluator: NOWHERE,
    },
    provenance: { baseSha: COMMIT, appVersion: "0" },
  });
  const verdict = recompute(records, claimsOf(scorecard, "standard", EPOCH));
  return { ruling, isConfirmed: verdict.agrees };
}
