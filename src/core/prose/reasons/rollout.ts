import type { ReasonRow } from "./reason-row.ts";
import { RETRY } from "./remedies.ts";

/** Commands and stages. */
export const ROLLOUT_REASONS = {
  "command-obeyed": ["Done", "The command was obeyed."],
  "command-not-permitted": [
    "Not permitted",
    "The person may not give this command here.",
    "An operator named by the charter, with write access to the repository, can.",
  ],
  "command-stale": [
    "Stale command",
    "The head moved after the command was given.",
    "Look at the new head and give it again.",
  ],
  "command-out-of-order": [
    "Out of order",
    "The command does not fit the state; no stage can be skipped.",
    "The allowed commands stand in the summary comment.",
  ],
  "command-unknown": ["Unknown command", "There is no such command."],
  "command-replayed": ["Already answered", "This very request was answered before."],
  "system-busy": [
    "Another canary is running",
    "One canary at a time for each system.",
    "It can begin when the other one ends.",
  ],
  held: [
    "On hold",
    "A person put the roll-out on hold.",
    "An operator can go on with the stage's label.",
  ],
  frozen: [
    "Frozen",
    "The charter's freeze window is open.",
    "It goes on by itself when the window closes.",
  ],
  "shadow-passed": [
    "Shadow passed",
    "The candidate answered enough of production's inputs without regressing.",
  ],
  "canary-step-passed": [
    "Canary step passed",
    "This share of live units saw no regression for long enough.",
  ],
  "canary-passed": [
    "Canary passed",
    "Every step of the canary passed.",
    "An operator can promote it with its label.",
  ],
  "canary-breach": [
    "Rolled back",
    "Live outcomes turned against the candidate; traffic went back at once.",
    "A version that differs starts over from the gates; this one is held.",
  ],
  "production-regressed": [
    "Taken back",
    "Outcomes since the promotion fell below what its canary had shown; production runs the version before it again.",
    "Merge the pull request that puts the default branch back; a better version starts over from the gates.",
  ],
  "version-taken-back": [
    "Held: taken back before",
    "Live outcomes spoke against exactly this version, in a canary or in production. Nothing measured beforehand outweighs that.",
    "The proposer can propose a version that differs.",
  ],
  "evidence-deadline-passed": [
    "Deadline passed",
    "The stage did not collect enough evidence in time, and holds.",
    "An operator can repeat the stage or roll back.",
  ],
  "deployment-failed": [
    "Deployment failed",
    "The workflow that delivers this system reported that the stage's deployment failed; every unit is to get the stable version.",
    "Mend the workflow; an operator can ask for the stage again, which deploys it again.",
  ],
  "deployment-unreported": [
    "Deployment not reported",
    "The deployer that the charter names reported no success before the stage's deadline; every unit is to get the stable version.",
    "Let the workflow report its status on the deployment; an operator can ask for the stage again.",
  ],
  "deployment-in-stage": [
    "In its stage",
    "The roll-out is in the stage of this environment, with this very commit; or production runs it.",
  ],
  "deployment-out-of-stage": [
    "Not in its stage",
    "No roll-out is in the stage of this environment with this commit, and production does not run it.",
    "It can be deployed there once its roll-out has come that far.",
  ],
  "environment-unknown": [
    "Environment unknown",
    "The environment belongs to no system that was ever rolled out here.",
    "Take this app off the environment's protection rules.",
  ],
  "delivery-awaited": [
    "Delivery awaited",
    "The deployer has not said yet that this system's last deployment is served.",
    "It can begin once the deployer has reported; after the deadline that is an incident.",
  ],
  "delivery-confirmed": ["Delivered", "The deployer reported that the deployment is served."],
  "split-differs": [
    "Units do not add up",
    "The versions of the units that were reported cannot have been given out in the share that was asked for.",
    "See that every unit is reported and that the workflow splits by the payload's share; an operator can repeat the step.",
  ],
  promoted: ["Promoted", "The candidate is in production."],
  "lease-ended": [
    "Let go",
    "Nobody moved it for thirty days while it kept its system from every other mutation; traffic went back.",
    "An operator can have the gates look again with `omega:re-evaluate`.",
  ],
  "rolled-back-on-request": ["Rolled back on request", "A person rolled the candidate back."],
  withdrawn: ["Withdrawn", "The pull request was closed; traffic is back on the stable version."],
  "decision-voided": ["Decision void", "What was decided on is no longer what is here.", RETRY],
  "merge-refused": [
    "Merge refused",
    "GitHub refused to merge the decided head.",
    "Resolve what GitHub names; an operator can promote again.",
  ],
  "thrown-out-of-queue": [
    "Out of the merge queue",
    "GitHub's merge queue gave the decided head back without merging it.",
    "Look at the failed check of its group; an operator can promote again.",
  ],
  "merge-group-undecided": [
    "Group holds what nobody decided",
    "Merged together, the branch would hold governed content that nothing promoted and nobody approved in this form, although each head may be lawful alone.",
    "The queue takes the pull requests in turn; one whose base moved is judged anew.",
  ],
  "merge-group-mixed": [
    "Charter and agent in one group",
    "The group changes the charter and an agent that was decided on under the charter before.",
    "Let the queue merge the amendment first; the mutation is then judged by the new charter.",
  ],
  "merge-tree-differs": [
    "Merge differs",
    "The branch it goes to has changed: merged, the system would not be the decided one.",
    "Update the branch; what comes of it is judged anew.",
  ],
  "outcome-rejected": ["Outcome rejected", "A reported outcome was not usable."],
  "outcome-malformed": [
    "Outcome malformed",
    "A reported outcome lacks a guarded metric, or a value is not a finite number from zero up.",
    "The runtime's owner can correct what it reports.",
  ],
  "outcome-duplicate": [
    "Outcome duplicate",
    "This record, or one about the same unit and variant, was counted before.",
  ],
  "outcome-unexposed": [
    "Unit not exposed",
    "The unit was never given this version, so its outcome says nothing about it.",
    "Ask which version to run before running it, with the same unit.",
  ],
  "outcome-untimely": [
    "Outcome out of time",
    "The outcome is from the future, or from before the unit was given its version.",
    "The runtime's owner can check its clock.",
  ],
  "outcome-stage-differs": [
    "Another stage",
    "The roll-out is not in the stage that this outcome belongs to.",
  ],
  "input-uncaptured": [
    "Input not captured",
    "The charter lets no input of this system be kept, so this one was dropped.",
    "A charter amendment can switch capture on.",
  ],
  "input-malformed": [
    "Input malformed",
    "An input to be kept is not a JSON object of at most sixteen levels.",
    "The runtime's owner can correct what it reports.",
  ],
  "input-too-large": [
    "Input too large",
    "An input to be kept is larger than 16 KiB of JSON.",
    "The runtime's owner can leave it out.",
  ],
  "input-unredacted": [
    "Input not redacted",
    "A path that the charter has taken out of every input does not exist in this one, so it was dropped.",
    "The runtime's owner can report inputs of the form that the charter's capture expects.",
  ],
  "input-not-stable": [
    "Input of the candidate",
    "Only inputs of units that ran the stable version are kept.",
    "The runtime's owner can leave it out.",
  ],
} as const satisfies Readonly<Record<string, ReasonRow>>;
