import type { Finding } from "../gate/finding.ts";
import type { GateReport, Outcome } from "../gate/gate.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import type { ProposedChange } from "../ir/proposed-change.ts";
import type { PreflightResult } from "./preflight-result.ts";
import { type Stage, type StageName, type StageReport, STAGES, type Validated } from "./stage.ts";
import { capabilities } from "./stages/capabilities.ts";
import { contracts } from "./stages/contracts.ts";
import { graph } from "./stages/graph.ts";
import { PREFLIGHT_NEEDS, reportPreflight } from "./stages/preflight.ts";
import { resources } from "./stages/resources.ts";
import { reportSchema } from "./stages/schema.ts";
import { tiers } from "./stages/tiers.ts";

export type ValidationReport = GateReport & { readonly stages: readonly StageReport[] };

/** What was learned beside the change itself. Without `preflight` the gate ends in `no-data`. */
export type Measured = {
  /** Why a side could not be read; the schema stage reports them. */
  readonly readFindings?: readonly Finding[];
  readonly preflight?: PreflightResult;
};

/** Between schema, which the reader answers, and preflight, which the sandbox does. */
const STATIC_STAGES: readonly Stage[] = [graph, contracts, tiers, capabilities, resources];

/**
 * Runs the seven stages; each reports everything it finds. A stage whose ground a failed one has
 * taken away ends in `no-data`: not judged is not passed.
 */
export function validate(change: ProposedChange, measured: Measured = {}): ValidationReport {
  const { mutation, pullRequestClass } = change;
  const readFindings = measured.readFindings ?? [];
  if (mutation === undefined) {
    const isForeign = pullRequestClass.kind !== "mutation" && readFindings.length === 0;
    return isForeign ? NOTHING_TO_VALIDATE : concluded(unread(readFindings), []);
  }
  const watched = change.charter.monitor ?? [];
  const stages = [reportSchema(readFindings, true)];
  for (const stage of STATIC_STAGES)
    stages.push(reportStage(stage, { ...change, mutation }, groundOf(stages, watched)));
  stages.push(
    isGrounded(PREFLIGHT_NEEDS, groundOf(stages, watched))
      ? reportPreflight(mutation.after, measured.preflight)
      : notReached("preflight"),
  );
  return concluded(stages, watched);
}

const NOTHING_TO_VALIDATE: ValidationReport = {
  gate: "validation",
  outcome: "pass",
  reason: "not-a-mutation",
  findings: [],
  stages: [],
};

function unread(readFindings: readonly Finding[]): readonly StageReport[] {
  const [, ...others] = STAGES;
  return [reportSchema(readFindings, false), ...others.map(notReached)];
}

function reportStage(
  stage: Stage,
  change: Validated,
  earlier: readonly StageReport[],
): StageReport {
  if (!isGrounded(stage.needs, earlier)) return notReached(stage.name);
  const findings = stage.check(change);
  return { stage: stage.name, outcome: findings.length > 0 ? "fail" : "pass", findings };
}

/** A stage that the charter only watches takes nobody's ground away. */
function groundOf(
  stages: readonly StageReport[],
  watched: readonly string[],
): readonly StageReport[] {
  return stages.filter(({ stage, outcome }) => outcome !== "fail" || !watched.includes(stage));
}

function isGrounded(needs: readonly StageName[], earlier: readonly StageReport[]): boolean {
  return earlier.every(
    ({ stage, outcome }) => outcome === "pass" || (stage !== "schema" && !needs.includes(stage)),
  );
}

function notReached(stage: StageName): StageReport {
  return { stage, outcome: "no-data", findings: [] };
}

/** The worst stage decides: fail, then error, then no-data; one that is only watched never does. */
function concluded(stages: readonly StageReport[], watched: readonly string[]): ValidationReport {
  const findings = stages.flatMap((stage) => stage.findings);
  const enforced = groundOf(stages, watched);
  const has = (outcome: Outcome): boolean => enforced.some((stage) => stage.outcome === outcome);
  const report = (outcome: Outcome, reason: ReasonCode): ValidationReport => {
    return { gate: "validation", outcome, reason, findings, stages };
  };
  if (has("fail")) {
    const [first] = enforced.flatMap((stage) => stage.findings);
    return report("fail", first?.code ?? "schema-invalid");
  }
  if (has("error")) return report("error", "dependency-failed");
  if (has("no-data")) {
    const [why] = enforced.flatMap((stage) => (stage.outcome === "no-data" ? stage.findings : []));
    return report("no-data", why?.code ?? "stage-not-reached");
  }
  return report("pass", enforced.length < stages.length ? "only-watched" : "passed");
}
