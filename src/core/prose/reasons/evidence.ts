import type { ReasonRow } from "./reason-row.ts";
import { AMEND, PUSH, RETRY } from "./remedies.ts";

/** Evaluation and decision. */
export const EVIDENCE_REASONS = {
  evaluated: [
    "Evaluated",
    "Baseline and candidate ran on the same items; every guard of this gate held.",
  ],
  "suite-missing": ["No suite", "The base commit has no public suite for this system.", AMEND],
  "static-evidence-only": [
    "Nothing was run",
    "The system has no suite, so that only its definition was looked at; that can refuse a change, and carries none.",
    "Stewards can add a suite by amendment; people whom the charter names can send it to a staged roll-out.",
  ],
  "static-regression": [
    "Worse by its definition",
    "The system has no suite, and the definition alone shows that the change gives the agent more than it had, or goes against its own objective.",
    PUSH,
  ],
  "rater-uncalibrated": [
    "Rater not calibrated",
    "The model that compares free text does not tell better from worse well enough on the labelled pairs, so its word counts for nothing.",
    "Stewards can label more pairs by amendment; an operator of the app can choose another model.",
  ],
  "rater-favours-length": [
    "Rater favours length",
    "The model that compares free text prefers answers that say the same in more words, so its word counts for nothing.",
    "An operator of the app can choose another model.",
  ],
  "rater-family-refused": [
    "Rater of a proposer's family",
    "The model that compares free text is of a family that the charter's proposers declare, nearer than it allows.",
    "An operator of the app can choose a model of another family.",
  ],
  "rater-answer-invalid": [
    "Rater's answer invalid",
    "The model that compares free text did not answer in the form that was asked for, and nothing else is read.",
    RETRY,
  ],
  "rater-question-too-large": [
    "Answer too long to rate",
    "An answer is longer than what the rater can be asked in one question; what was not read is not rated.",
    PUSH,
  ],
  "sealed-suite-missing": [
    "No sealed suite",
    "The sealed suite that the charter names is not held by this installation.",
    "An operator of the app can place it in the sealed directory.",
  ],
  "sealed-suite-spent": [
    "Sealed suite spent",
    "Every shard of the sealed suite has told as much as it may: whoever asks often enough learns a suite without reading it.",
    "An operator of the app can add fresh items with `omega seal --rotate`; then ask with omega:re-evaluate.",
  ],
  "sealed-repository-unreadable": [
    "Sealed repository cannot be read",
    "The repository that the charter names for its sealed suite is not there under this name, or the app may not read it.",
    "An owner of that repository can add it to the app's installation; stewards can correct its name by amendment.",
  ],
  "sealed-repository-public": [
    "Sealed repository is not private",
    "More people than its own list names can read the repository of the sealed suite, so nothing in it is a secret and nothing of it is asked.",
    "An owner can make it private. What could be read meanwhile has to be replaced: seal fresh items under another reference.",
  ],
  "sealed-repository-shared": [
    "Sealed repository shares its objects",
    "The repository of the sealed suite is the governed one itself, is a fork, or has been forked: what lies in it can be read through another one.",
    "An owner can move the suite into a repository that has no forks; stewards can name it by amendment.",
  ],
  "sealed-readable-by-author": [
    "The author can read the sealed suite",
    "Somebody with a hand in these commits has access to the repository of the sealed suite, or there are so many of them that not all were looked up. An answer that its author may know shows nothing, so nothing was asked.",
    "Somebody without that access can propose the change; people whom the charter names can send it to a staged roll-out. After access was taken away, an operator can ask with `omega:re-evaluate`.",
  ],
  "runner-missing": [
    "No runner",
    "Nothing here can run the agent: it is written for another framework and the charter names no runner for it, or the program that it names is not installed where the app runs. Constitution and validation were checked, and what it answers was not.",
    "Stewards can name a runner in the charter; an operator of the app can install the program.",
  ],
  "runner-over-time": [
    "Out of time",
    "The command that runs the agent spent its time for all items before it had answered them; what it answered is kept.",
    "An operator named in the charter can ask for a re-evaluation, which goes on from there; stewards can raise `runner.limits.total`.",
  ],
  "runner-awaited": [
    "Waiting for a workflow run",
    "The workflow that the charter names was asked to run both versions on the public suites; its answer is awaited.",
  ],
  "runner-deadline-passed": [
    "No answer of the workflow",
    "The workflow that the charter names handed in no answer that counts before its deadline, or GitHub would not start it.",
    "Look at its runs; the app needs `actions: write` to start one. An operator named in the charter can ask for a re-evaluation, which asks anew.",
  ],
  "results-unsealed": [
    "Sealed suite not asked",
    "A workflow run measured the public suites and nothing spoke against the change. Sealed items are not sent to a job in which the candidate's code runs, so this evidence accepts nothing.",
    "People whom the charter names can send it to a staged roll-out, where live evidence decides.",
  ],
  "results-invalid": [
    "Answers to other questions",
    "What the workflow run handed in holds items that nobody asked, or one of them twice; nothing of it was kept.",
    "Stewards can repair the workflow; an operator named in the charter can ask for a re-evaluation.",
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
  "anchor-regressed": [
    "Worse than what people approved",
    "Beside its parent the change loses little or nothing; beside the version that people last approved, too much is lost in all.",
    "The proposer can win back what earlier changes lost; stewards who agree to the loss can approve the version in production by name, in an amendment.",
  ],
  "anchor-missing": [
    "The approved version is not at hand",
    "The version that people last approved cannot be read here, so nobody can say how much was lost since.",
    "Stewards can approve the version in production by name, in an amendment; it is measured from there.",
  ],
  "epoch-spent": [
    "Epoch spent",
    "The tests that this epoch's error rate allows are used up.",
    "Stewards can open the next epoch by amendment.",
  ],
  "neutral-unapproved": [
    "Accepted, waiting for a person",
    "A neutral mutation is shown not to be worse, which is no reason to ship it: a person has to want it.",
    "One steward or operator whom the charter names, with write access and no hand in the commits, can approve this very commit; it is taken up by itself then.",
  ],
  "neutral-approved": [
    "Accepted and approved",
    "It is shown not to be worse, and a person whom the charter names approved this very commit.",
    "An operator can ask for the next stage with its label.",
  ],
  "quarantine-unapproved": [
    "Waiting for stewards",
    "A quarantined mutation is staged only when as many stewards as `quorum.quarantine_to_canary` says approved this very commit.",
    "Stewards whom the charter names, with write access and no hand in the commits, can approve; then an operator asks with `omega:shadow` again.",
  ],
  "vouched-by-people": [
    "Staged on people's word",
    "The evidence does not say yet; people whom the charter names let live evidence decide.",
  ],
  "vouching-refused": [
    "Not for people's word",
    "Only a quarantine that live evidence can end is staged on people's word: never a rejection, a broken measurement, a change that is not a mutation, or a version that live units were taken back from.",
    "The other quarantines say themselves what ends them; the proposer can push another commit.",
  ],
  "live-guard-missing": [
    "Nothing live to compare",
    "The charter guards no live metric with a margin, so a canary could not show that the candidate is no worse.",
    "Stewards can name one under `rollout.guards` by amendment.",
  ],
  "gate-failed": ["Rejected", "A gate failed.", PUSH],
  "gate-undecided": ["Held", "A gate could not say.", RETRY],
} as const satisfies Readonly<Record<string, ReasonRow>>;
