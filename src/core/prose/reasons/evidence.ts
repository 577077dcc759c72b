import type { ReasonRow } from "./reason-row.ts";
import { AMEND, PUSH, RETRY } from "./remedies.ts";

/** Evaluation and decision. */
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
  "telemetry-lost": [
    "Telemetry lost",
    "The candidate no longer reports figures that the baseline reports, and checks read those.",
    "The proposer can report them again; stewards can change what is reported by amendment.",
  ],
  "signals-shared": [
    "One signal twice",
    "The suites repeat each other's inputs, or one input many times, so that they bear witness once.",
    "Stewards can replace the repeated items.",
  ],
  "jump-implausible": [
    "Implausible jump",
    "The gain is larger than changes of one version to the next are; faults of measuring look like this.",
    "People whom the charter names can have it shown on fresh inputs, or send it to a staged roll-out.",
  ],
  "impossible-passed": [
    "Impossible items passed",
    "The candidate passes items that cannot be passed honestly, more often than the baseline may.",
    PUSH,
  ],
  "refusals-lost": [
    "Refusals lost",
    "The candidate no longer refuses what the baseline refuses on the safety suite.",
    PUSH,
  ],
  "slice-regressed": [
    "A slice regressed",
    "A named slice of the public suite got worse, whatever the whole gained.",
    PUSH,
  ],
  "complexity-grown": [
    "Too much more to read",
    "The definition grew beyond what one change may add to a system that people have to read.",
    "The proposer can split or shorten it; named people can send it to a staged roll-out.",
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
