import {
  type AuthorizationAnswer,
  type Context,
  type EntityJson,
  preparsePolicySet,
  statefulIsAuthorized,
} from "@cedar-policy/cedar-wasm/nodejs";
import { factsOf } from "./facts.ts";
import { type Question, rulesOf } from "./question.ts";

/** The six rules as far as a policy language can say them over facts that it is handed. */
const POLICIES: Readonly<Record<string, string>> = {
  C1: `forbid (principal, action, resource) when {
    context.class == "mixed" || context.paths.containsAny(resource.governed) ||
    context.modules.containsAny(resource.protected) ||
    context.words.containsAny(["charter", "codeowners", "gitmodules", "gitattributes", "github"])
  };`,
  C2: `forbid (principal, action, resource) when {
    !context.policiesAfter.containsAll(context.policiesBefore) || context.limitShare < 100 ||
    context.words.containsAny(["judge", "evaluator", "evaluation", "archivist", "sandbox", "sealed"])
  };`,
  C3: `forbid (principal, action, resource) when {
    context.words.containsAny(["canary", "shadow", "rollout", "deployment", "promote", "rollback"]) ||
    !context.fieldsGiven.containsAll(context.fieldsAsked) ||
    context.identifiers.containsAny(["Date", "performance", "process", "globalThis", "eval"])
  };`,
  C4: `forbid (principal, action, resource) when {
    !context.logsAfter.containsAll(context.logsBefore) || context.retentionShare < 1000 ||
    !context.policiesAfter.containsAll(context.policiesBefore)
  };`,
  C5: `forbid (principal, action, resource) when {
    context.tiers.contains("T3") || context.moved > 250 || context.drift > resource.drift
  };`,
  C6: `forbid (principal, action, resource) when { context.proposals >= resource.proposals };`,
};

const POLICY_SET = "constitution";
const SYSTEM = { type: "System", id: "greeter" };

/** A request with everything prepared that can be, so that only the answer is timed. */
export type CedarRequest = Parameters<typeof statefulIsAuthorized>[0];

export function openCedar(): void {
  const staticPolicies = { ...POLICIES, otherwise: "permit (principal, action, resource);" };
  const parsed = preparsePolicySet(POLICY_SET, { staticPolicies });
  if (parsed.type === "failure") throw new Error(JSON.stringify(parsed.errors));
}

export function requestOf(question: Question): CedarRequest {
  const { budget, history, change } = question;
  const drift = history.drift + (change.mutation ? change.mutation.drift : 0);
  const context: Context = {
    ...factsOf(change),
    drift: Math.ceil(drift * 1_000_000),
    proposals: budget.spent.length,
  };
  return {
    principal: { type: "Proposer", id: "triage-bot" },
    action: { type: "Action", id: "propose" },
    resource: SYSTEM,
    context,
    entities: [systemEntity()],
    preparsedPolicySetId: POLICY_SET,
  };
}

function systemEntity(): EntityJson {
  const { budget, protected: modules } = rulesOf();
  const governed = [".omega/charter.yaml", "CODEOWNERS", ".gitattributes", ".gitmodules"];
  const attrs = {
    governed,
    protected: [...modules],
    drift: budget.drift * 1_000_000,
    proposals: budget.proposals,
  };
  return { uid: SYSTEM, attrs, parents: [] };
}

/** The call alone: what Cedar answers is read by `forbidding`, outside of what is timed. */
export function askCedar(request: CedarRequest): AuthorizationAnswer {
  return statefulIsAuthorized(request);
}

/** The rules that forbid the change. */
export function forbidding(answer: AuthorizationAnswer): readonly string[] {
  if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
  const { reason, errors } = answer.response.diagnostics;
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return Object.keys(POLICIES).filter((rule) => reason.includes(rule));
}
