import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import type { Objective } from "../../src/core/ir/mutation.ts";
import { claimsOf } from "../../src/core/decision/claims-of.ts";
import { type Ruled, ruleOn } from "../../src/core/decision/rule-on.ts";
import { barOf } from "../../src/core/decision/thresholds.ts";
import type { GateReport } from "../../src/core/gate/gate.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { recompute } from "../../src/core/judging/recompute.ts";
import { reportVerdict } from "../../src/core/judging/verdict.ts";
import { objectiveReport } from "../../src/core/evaluation/scorecard.ts";
import { evaluateMutation } from "../../src/flows/evaluation/evaluate-mutation.ts";
import type { EvaluationPorts } from "../../src/flows/evaluation/evaluating.ts";
import type { Files } from "../support/builders.ts";
import {
  readStarter,
  sealedBytes,
  starterMutation,
  starterSuite,
  withScenarios,
} from "../support/starter.ts";

/** Thousands of runs in the sandbox on a machine that may be busy. */
const PATIENCE = 300_000;

const starter = readStarter();
const { rules } = starter;

let ports: EvaluationPorts;
let store: OpenedStore;

beforeAll(async () => {
  store = await openEmptyStore();
  ports = {
    store,
    sandbox: await openSandbox({ bubblewrap: "off" }),
    sealedSuites: { load: (ref) => Promise.resolve(sealedBytes(ref)) },
    clock: { now: () => instant(Date.now()) },
  };
});

afterAll(() => store.close());

const FAST_GATES: readonly GateReport[] = (["constitution", "budget", "validation"] as const).map(
  (gate) => ({ gate, outcome: "pass", reason: "passed", findings: [] }),
);

/** Evaluates, has the judge recompute, and rules; the fast gates are taken to have passed. */
async function ruleOnScenario(
  before: Files,
  after: Files,
  aim: Objective = "task",
): Promise<Ruled> {
  const mutation = starterMutation(starter, { before, after, objective: aim });
  const suites = {
    public: starterSuite(starter, rules.suites.public.dataset),
    safety: starterSuite(starter, rules.suites.safety?.dataset ?? ""),
  };
  const isCurrent = () => Promise.resolve(true);
  const asks = { isCurrent, reservePairs: isCurrent };
  const request = { repositoryId: 1, mutation, rules, suites, ...asks };
  const { scorecard, records, report, epoch } = await evaluateMutation(ports, request);
  if (scorecard === undefined) throw new Error(`nothing was measured: ${report.reason}`);
  const { profile } = rules.evidence;
  const verdict = recompute(records, claimsOf(scorecard, profile, epoch));
  const bar = barOf(profile, epoch);
  const objective = objectiveReport(scorecard)?.evidence;
  if (objective?.kind === "test") {
    console.log(
      `sealed: ${objective.n} units, e-value ${objective.eValue.toPrecision(3)} of ${bar}`,
    );
  }
  const ruled = ruleOn({
    reports: [...FAST_GATES, report, reportVerdict(verdict)],
    scorecard,
    epoch,
    profile,
    bar,
  });
  if (ruled.ruling === "accept") {
    const { before, after, system } = mutation;
    const pair = { repositoryId: 1, system, before: before.digest, after: after.digest };
    await store.transact((tx) => tx.evidence.countAccept(pair));
  }
  return ruled;
}

describe("the starter's scenarios, in the order of the demo", () => {
  const improved = withScenarios(starter, "improve-classifier");

  test(
    "the improvement is accepted",
    async () => {
      expect(await ruleOnScenario(starter.files, improved)).toEqual({
        ruling: "accept",
        reason: "evidence-sufficient",
      });
    },
    PATIENCE,
  );

  test(
    "what only fails on live traffic is accepted, because no suite can see it",
    async () => {
      const live = withScenarios(starter, "improve-classifier", "looks-good-fails-live");
      expect(await ruleOnScenario(improved, live)).toMatchObject({ ruling: "accept" });
    },
    PATIENCE,
  );

  test(
    "learning the public suite by heart is not accepted",
    async () => {
      const learnt = withScenarios(starter, "improve-classifier", "memorise-public");
      const { ruling, reason } = await ruleOnScenario(improved, learnt);
      expect(ruling).not.toBe("accept");
      expect(reason).toBe("no-improvement");
    },
    PATIENCE,
  );

  test(
    "the same in fewer steps is accepted, by its efficiency",
    async () => {
      const thrifty = withScenarios(starter, "improve-classifier", "save-a-step");
      expect(await ruleOnScenario(improved, thrifty, "efficiency")).toEqual({
        ruling: "accept",
        reason: "evidence-sufficient",
      });
    },
    PATIENCE,
  );

  test(
    "knowing the sealed suite by heart passes every figure: only who reads the change can see it",
    async () => {
      const learnt = withScenarios(starter, "improve-classifier", "memorise-sealed");
      expect(await ruleOnScenario(improved, learnt)).toMatchObject({ ruling: "accept" });
    },
    PATIENCE,
  );
});
