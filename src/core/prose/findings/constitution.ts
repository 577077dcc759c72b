import type { CONSTITUTION_REASONS } from "../reasons/constitution.ts";
import { DORMANT_CODE } from "./dormancy.ts";
import type { FindingRows } from "./finding-row.ts";
import { GOVERNANCE_REACHED } from "./governance.ts";

type Code = keyof typeof CONSTITUTION_REASONS | "mixed-pull-request" | "several-systems";

const TAKE_OUT = "Take it out of this pull request; the proposer can push a corrected commit.";

const ASK_STEWARDS =
  "Stewards can allow more by amending the charter's tiers in a pull request of their own; then propose this again.";

const LOUDER =
  "Put the old record back, or let stewards introduce the reduced one as a system of its own, with their approvals.";

const BUDGET_REMEDY =
  "Nothing needs to be done: it is taken up again by itself. People and rollbacks have a reserve of their own.";

const NEVER_FITS =
  "Waiting does not help: this alone is more than the charter allows. Stewards can amend the budget.";

/** Breaches of the six rules. */
export const CONSTITUTION_FINDINGS = {
  "mixed-pull-request": {
    otherwise: [
      "{path} governs {systems}, and the same pull request changes {systems}: whoever is judged would be choosing the judge.",
      "Split it in two: first a pull request with the governed files alone, which stewards approve as an amendment; after it is merged, a second one with the agent's change, judged by the amended charter.",
    ],
  },
  "several-systems": {
    otherwise: [
      "This pull request changes {systems} at once; one evaluation and one canary cannot stand for two, so {system} would go live untested.",
      "Open one pull request for each system.",
    ],
  },
  "governed-path-touched": {
    otherwise: [
      "{path} is governed: it takes part in judging agents, so no agent's change touches it.",
    ],
  },
  "protected-module-touched": {
    otherwise: ["{module} is protected by the charter, and this changes it."],
    rewritten: ["{path} is protected by the charter, and this changes it."],
  },
  "governance-reached": GOVERNANCE_REACHED,
  "safety-service-weakened": {
    otherwise: ["This weakens what watches over the agent."],
    target: ["{pointer} names {service}, a part of the evaluation that the agent must not reach."],
    "service-touched": [
      "{path} is a part of the evaluation, and the same pull request changes the agent that it measures.",
      "Split it in two: stewards approve the change of the evaluation as an amendment, and the agent's change is then measured by it.",
    ],
    addressed: [
      "{path} speaks to whoever grades the agent ({words}); the agent's texts are for those whom it serves.",
      TAKE_OUT,
    ],
    "switched-off": [
      "{pointer} is a switch ({words}) by which the agent would pass over a part of its evaluation.",
      TAKE_OUT,
    ],
    "item-refused": [
      "The new contract refuses {items} of the suite's items that the old one took, {item} first: they would end without an answer to measure.",
      "Let stewards amend the suite first, or keep taking what it asks.",
    ],
    endless: [
      "No run can reach an end any more: every way leads back, or an edge without a condition comes before the one that leads out.",
      "Give the edge a condition, or a key that sorts after the others.",
    ],
    "policy-removed": ["The policy {policy} is removed.", TAKE_OUT],
    "policy-narrowed": ["The policy {policy} applies to less than before.", TAKE_OUT],
    "policy-rewritten": [
      "The policy {policy} forbids another pattern than before, and nobody can tell whether it forbids less.",
      "Keep the policy and add a second one beside it.",
    ],
    "limit-cut": [
      "The tool {tool} gets {after} instead of {before} as its {limit}: less than a tenth, so its runs would be cut off rather than measured.",
      "Lower it in smaller steps, each with evidence.",
    ],
    "run-starved": [
      "One run may use {allowed} of {limit}, and the shortest way through the graph needs {needed}: no case could end.",
      "Leave room for the shortest way through the graph.",
    ],
  },
  "suite-answer-leaked": {
    otherwise: [
      "{path} quotes {items} of the evaluation suite's items word for word, {item} first: the suite would measure memory.",
      "Write examples of your own; items of a suite belong nowhere but in the suite.",
    ],
    fingerprints: [
      "{path} gains {items} names that say nothing, as a table of fingerprints of a suite's items would: nobody can read what they stand for.",
      "Use names that people can read; what must be pinned by digest belongs under `artifacts`.",
    ],
    referred: [
      "{pointer} names {target}, where the evaluation's items are: an agent that reads them scores without answering.",
      TAKE_OUT,
    ],
  },
  "deployment-discipline-broken": {
    otherwise: [
      "{pointer} names {word}: how a version reaches users is for the charter and the app, not for the version.",
      TAKE_OUT,
    ],
    "told-stage": [
      "{path} tells the agent “{words}”: what it says must not depend on its own stage, and its stages not on it.",
      "Tell it the same for evaluation and for production; leave stages to the charter and the app.",
    ],
  },
  "dormant-code": DORMANT_CODE,
  "audit-weakened": {
    otherwise: ["This takes something away from the record.", LOUDER],
    "log-removed": ["The log {memory} is removed.", LOUDER],
    "log-replaced": ["{memory} was a log and becomes something that forgets.", LOUDER],
    "writers-changed": ["Others write the log {memory} than before.", LOUDER],
    "retention-shortened": ["{memory} is kept for {after} instead of {before}.", LOUDER],
    "sink-removed": ["The audit sink {sink} is removed.", LOUDER],
    "sink-moved": ["The audit sink {sink} leads somewhere else than before.", LOUDER],
    "sink-cut-off": ["Fewer tools write to the audit sink {sink} than before.", LOUDER],
    "log-moved": ["The log {memory} keeps its entries for something else than before.", LOUDER],
    "auditor-removed": ["The tool {tool}, which writes records, is removed.", LOUDER],
    "auditor-starved": [
      "The tool {tool}, which writes records, gets less memory or time than before.",
      LOUDER,
    ],
    "auditor-silenced": [
      "The tool {tool}, which writes records, may no longer do what writing takes.",
      LOUDER,
    ],
    "auditor-forgets": [
      "The tool {tool}, which writes records, leaves {names} out of some or all of them now.",
      LOUDER,
    ],
    "runs-unrecorded": ["Some runs that {tool} used to record now end without it.", LOUDER],
    "record-out-of-reach": [
      "A run may make {allowed} tool calls and needs {needed} to come to the record.",
      LOUDER,
    ],
    "record-thinned": ["{parameter} would let less be recorded than before.", LOUDER],
    "told-silent": [
      "{path} tells the agent “{words}”: what it does is recorded, whatever it is told.",
      "Name the data that must not be kept, such as card numbers; leave the record of the run whole.",
    ],
    "record-silenced": [
      "The policy {policy} lets nothing into memory, and so nothing into the record.",
      LOUDER,
    ],
    "policy-lifted": [
      "The policy {policy} no longer holds for {parts}, so the record may carry what it never did.",
      TAKE_OUT,
    ],
    "record-forged": [
      "{name} says where this version comes from; only the ledger says that.",
      TAKE_OUT,
    ],
  },
  "tier-escalated": {
    otherwise: [
      "{pointer} is T3 by the charter's rule {rule}: no mutation may touch it.",
      ASK_STEWARDS,
    ],
    unmatched: [
      "No rule of the charter gives {pointer} a tier, and what has none is T3: no mutation may touch it.",
      ASK_STEWARDS,
    ],
    widened: [
      "{pointer} is loosened here, which the charter's rule {rule} makes T3.",
      ASK_STEWARDS,
    ],
    replaced: [
      "{pointer} uses {later} in the place of {former}, which no mutation may touch.",
      "Keep {former} there, or let stewards change the module itself.",
    ],
    copied: [
      "{path} says most of what {pointer} says, which no mutation may touch: the copy could be changed and used in its place.",
      "Write a text of its own, or let stewards change the module itself.",
    ],
    claimed: [
      "{pointer} says which authority the system has; only the charter says that.",
      TAKE_OUT,
    ],
  },
  "capability-escalated": {
    otherwise: ["{pointer} gives the agent more reach than it had.", ASK_STEWARDS],
    understated: [
      "The tool {tool} says that its effect is {declared}, and it is granted {granted}: it may do more than it says.",
      "Declare the effect that its grants allow, or take the grant away with it.",
    ],
    unneeded: [
      "The tool {tool} holds a grant for {capability} and does not say that it needs it.",
      "List the capability under the tool's `needs`, or take the grant away.",
    ],
    redirected: [
      "{pointer} would choose another model, place, key or tools for the model; settings only tune it.",
      TAKE_OUT,
    ],
    wildcard: [
      "{pointer} grants to everybody; a grant names one tool.",
      "Name the tools that need it, and let stewards amend the charter where it does not allow that.",
    ],
    delegated: [
      "The graph now leads to {tool}, and through it to {capability}, which the agent could not use before.",
      ASK_STEWARDS,
    ],
  },
  "contract-widened": {
    otherwise: ["{pointer} lets more through than the old contract did.", ASK_STEWARDS],
  },
  "bound-exceeded": {
    otherwise: [
      "{pointer} moves from {before} to {after}, that is by {moved}; the charter allows {bound} at once.",
      "Take a smaller step now, and the next one when this one is in production.",
    ],
    evaded: [
      "{pointer} no longer uses {parameter}, which the charter bounds, and what takes its place is further away than the bound.",
      "Keep the parameter, and move its value within the bound.",
    ],
    "not-measurable": [
      "{pointer} goes from {before} to {after}, which has no relative size; under a bound of {bound} it may not move.",
      ASK_STEWARDS,
    ],
  },
  "drift-exceeded": {
    otherwise: [
      "With this change (distance {step}) the system would be {total} away from the version that people last approved; the charter allows {limit}.",
      "Stewards can approve the version in production as the new anchor, by an amendment that adds `.omega/anchors/<system>/<its 64 hex digits>.md`, or amend `budget.drift`.",
    ],
    "one-step": [
      "This change alone moves the system by {step}; the charter allows {limit} between two approvals of people.",
      "Split it into smaller changes, or let stewards amend `budget.drift`.",
    ],
  },
  "budget-proposals-spent": {
    otherwise: [
      "{used} of {limit} proposals are used up within {window}; the next slot opens at {next}.",
      BUDGET_REMEDY,
    ],
    never: ["The charter allows {limit} proposals within {window}.", NEVER_FITS],
  },
  "budget-accepted-spent": {
    otherwise: [
      "{used} of {limit} accepted mutations are used up within {window}; the next slot opens at {next}.",
      BUDGET_REMEDY,
    ],
    never: ["The charter allows {limit} accepted mutations within {window}.", NEVER_FITS],
  },
  "budget-spend-exceeded": {
    otherwise: [
      "Evaluations may use {limit} {what} within {window}, and this would take more than what is left. There is room again at {next}.",
      BUDGET_REMEDY,
    ],
    never: [
      "This would take more than the {limit} {what} that the charter allows within {window}.",
      NEVER_FITS,
    ],
  },
} as const satisfies Readonly<Record<Code, FindingRows>>;
