import type { ErrorPromise, Ruling } from "../../core/decision/decision.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { jsonOf } from "../../core/ir/json-of.ts";
import type { Json, JsonObject } from "../../core/kernel/json.ts";
import type { Evaluated } from "../../flows/clone/eval-versions.ts";

/** What the decision would be if every other gate had passed. */
export type EvidenceRuling = {
  readonly ruling: Ruling;
  readonly reason: ReasonCode;
  readonly bar: number;
  readonly promise: ErrorPromise;
  readonly minimumDetectableEffect: number;
};

/** What `omega eval --json` prints. Every key is always there; what is not known is null. */
export function evalReportOf(evaluated: Evaluated, ruled: EvidenceRuling | undefined): Json {
  const { system, before, after, evaluation } = evaluated;
  const { scorecard, suiteDigests, records, report, asking } = evaluation;
  return {
    system,
    base: before.digest,
    head: after.digest,
    outcome: report.outcome,
    ...rulingMembers(ruled),
    reason_code: ruled?.reason ?? report.reason,
    suites: { ...suiteDigests },
    asked: {
      public: records.public.length,
      safety: records.safety.length,
      sealed: records.sealed.length,
      because: asking?.because ?? null,
    },
    dimensions: (scorecard?.reports ?? []).map((one) => jsonOf(one)),
  };
}

function rulingMembers(ruled: EvidenceRuling | undefined): JsonObject {
  if (ruled === undefined) {
    return { ruling: null, bar: null, minimum_detectable_effect: null, promise: null };
  }
  const { ruling, bar, minimumDetectableEffect, promise } = ruled;
  return {
    ruling,
    bar,
    minimum_detectable_effect: minimumDetectableEffect,
    promise: jsonOf(promise),
  };
}
