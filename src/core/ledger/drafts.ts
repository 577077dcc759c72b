import type { Caution, Decision } from "../decision/decision.ts";
import type { GateReport } from "../gate/gate.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import type { Instant } from "../kernel/instant.ts";
import type { Draft, EntryKind, ExactJson, Subject } from "./entry.ts";

export type Facts = { readonly [key: string]: ExactJson };

/** An entry of our own making; what comes from outside is recorded elsewhere as `external`. */
export function draftOf(
  kind: EntryKind,
  about: { at: Instant; subject: Subject },
  body: Facts,
): Draft {
  return { at: about.at, source: "app", kind, subject: about.subject, body };
}

/** The shortest decimal that reads back to the same double; entries carry no floats. */
export function exact(value: number): string {
  return String(value);
}

/** What a gate concluded, with every finding's code and place but none of its prose. */
export function gateBody(report: GateReport): Facts {
  return {
    gate: report.gate,
    outcome: report.outcome,
    reason_code: report.reason,
    findings: report.findings.slice(0, 100).map((finding) => ({
      code: finding.code,
      rule: finding.rule,
      path: finding.place?.path ?? "",
      line: finding.place?.line ?? 0,
    })),
    findings_total: report.findings.length,
  };
}

type JudgeWord = Pick<GateReport, "outcome" | "reason"> & {
  readonly mode: string;
  readonly facts: Facts;
};

/** The judge's word in one mode, with its digests and controls. */
export function verdictBody({ mode, outcome, reason, facts }: JudgeWord): Facts {
  return {
    ...facts,
    mode,
    agrees: outcome === "pass" ? "yes" : "no",
    outcome,
    reason_code: reason,
  };
}

type Approvals = { readonly standing: readonly string[]; readonly needed: number };

/**
 * What was decided and what it is bound to, and who has to stand behind it where evidence is not all. The e-value of a sealed test is not here: a commitment
 * stands in the `evidence` entry, and the number in the store for those who may read it.
 */
export function decisionBody(decision: Decision, approvals?: Approvals): Facts {
  const { binding, provenance, promise } = decision;
  return {
    decision: decision.ruling,
    reason_code: decision.reason,
    system_before: binding.systemBefore,
    system_after: binding.systemAfter,
    charter: binding.charter,
    suites: binding.suites,
    evaluator: binding.evaluator,
    base_sha: provenance.baseSha,
    app_version: provenance.appVersion,
    profile: promise.profile,
    alpha: exact(promise.alpha),
    bar: exact(decision.bar),
    ...(decision.caution === undefined ? {} : { caution: cautionFacts(decision.caution) }),
    minimum_detectable_effect: exact(decision.minimumDetectableEffect),
    ...(approvals === undefined ? {} : approvalFacts(approvals)),
  };
}

/** How much stricter the bar was for earlier outcomes, and which entries before which one say so. */
export function cautionFacts({ factor, ...counted }: Caution): Facts {
  return { factor: exact(factor), ...counted };
}

/** How many people stand behind something, of how many; their names stay on the pull request. */
export function approvalFacts({ standing, needed }: Approvals): Facts {
  return { approvals: standing.length, approvals_needed: needed };
}

export type CommandAnswer = {
  readonly command: string;
  readonly actorId: number;
  readonly via: string;
  readonly guid: string;
  readonly reason: ReasonCode;
};

/** Who asked for what, and how it was answered. The login stays out: names can change hands. */
export function commandBody(answer: CommandAnswer): Facts {
  return {
    command: answer.command,
    actor_id: answer.actorId,
    via: answer.via,
    delivery: answer.guid,
    reason_code: answer.reason,
  };
}
