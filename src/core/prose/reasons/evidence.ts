import type { ReasonRow } from "./reason-row.ts";
import { AMEND, PUSH, RETRY } from "./remedies.ts";

/** Evaluation, judge and decision. */
export const EVIDENCE_REASONS = {
  evaluated: [
    "Evaluated",
    "Baseline and candidate ran on the same items; every guard of this gate held.",
  ],
  "suite-missing": ["No suite", "The base commit has no public suite for this system.", AMEND],
  "sealed-suite-missing": [
    "No sealed suite",
    "The sealed suite that the charter names is not held by this installation.",
    "An operator of the app can place it in the sealed directory.",
  ],
  "runner-missing": [
    "No runner for this format",
    "The agent is written for another framework, which nothing here can run; constitution and validation were checked, and what it answers was not.",
    "People whom the charter names can send it to a staged roll-out, where live evidence decides.",
  ],
  "integrity-probe-failed": [
    "Integrity probe failed",
    "An agent that does nothing scored above the floor, or a result is not plausible.",
    "Stewards can repair the suite; the proposer can withdraw the change.",
  ],
  "zero-tolerance-violation": [
    "Violation",
    "The candidate did what the charter tolerates never.",
    PUSH,
  ],
  "run-failed": ["Runs failed", "The artifact failed on too many items.", PUSH],
  "evaluation-interrupted": [
    "Evaluation interrupted",
    "Something newer happened before the evaluation ended.",
    RETRY,
  ],
  "baseline-moved": [
    "Baseline moved",
    "The system changed on the base branch since this branch left it.",
    "Update the branch; the new comparison is against what is in production now.",
  ],
  "judge-agrees": [
    "Recomputed and equal",
    "A second implementation recomputed every figure from the raw records and agrees.",
  ],
  "judge-disagrees": [
    "Judge disagrees",
    "A second implementation came to other figures, so the verdict is lowered.",
    "Operators of the app can compare the two records; nothing is accepted meanwhile.",
  ],
  "evidence-sufficient": [
    "Accepted",
    "The objective improved with enough evidence, and no guard regressed.",
    "An operator can ask for the next stage with its label.",
  ],
  "evidence-insufficient": [
    "Quarantined",
    "The evidence is not yet enough to say; it can still be collected.",
    "A larger effect or more items would decide it.",
  ],
  "no-improvement": [
    "No improvement",
    "The evidence says that the objective does not improve.",
    PUSH,
  ],
  "guard-regressed": ["A guard regressed", "Something that must not get worse did.", PUSH],
  "epoch-spent": [
    "Epoch spent",
    "The tests that this epoch's error rate allows are used up.",
    "Stewards can open the next epoch by amendment.",
  ],
  "gate-failed": ["Rejected", "A gate failed.", PUSH],
  "gate-undecided": ["Held", "A gate could not say.", RETRY],
} as const satisfies Readonly<Record<string, ReasonRow>>;
