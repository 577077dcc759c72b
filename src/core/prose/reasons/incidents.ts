import type { ReasonRow } from "./reason-row.ts";

const WAYS_OUT =
  "Merge a pull request that puts the lawful content back, or let stewards adopt it by an amendment; a steward can lift what touches no governed file.";

/** What went around the app, and what people let past its evidence. */
export const INCIDENT_REASONS = {
  "changed-around": [
    "Changed around the app",
    "The default branch holds governed content that nothing promoted and nobody approved.",
    WAYS_OUT,
  ],
  "deployed-around": [
    "Deployed around the app",
    "Somebody else created a deployment in an environment of the roll-out.",
    "A steward can look into it and lift the freeze.",
  ],
  "guard-weakened": [
    "Release check no longer required",
    "GitHub lets more be merged into the default branch past the release check than before.",
    "An administrator requires `omega / release` from this app again, without anybody who bypasses it; or stewards adopt what is there by an amendment.",
  ],
  "promotion-taken-back": [
    "Promotion taken back",
    "Production runs an earlier version than the default branch holds, because the promoted one was taken back.",
    "Merge the pull request that puts the earlier version back; or a steward lifts it with `omega:lift`, and the next roll-out builds on what the branch holds.",
  ],
  "delivery-failed": [
    "Not delivered",
    "The workflow that delivers this system failed, or reported nothing in time, so users may be on another version than the record says.",
    "Run the workflow for this deployment again until the deployer reports success; or a steward looks into it and gives `omega:lift`.",
  ],
  "incident-delivered": ["Delivered", "The deployer reported success since."],
  "restores-production": [
    "Puts back what production runs",
    "The pull request brings the default branch to the version that production runs again, and does nothing else.",
    "It can be merged as it is.",
  ],
  "incident-open": [
    "Frozen by an incident",
    "Something went around the app, so nothing of this system advances. Rolling back works.",
    WAYS_OUT,
  ],
  "incident-reverted": ["Put back", "The default branch is again as it lawfully was."],
  "incident-adopted": ["Adopted", "What went around the app was approved by people since."],
  "incident-lifted": ["Lifted", "A steward looked into it and lifted the freeze."],
  "incident-superseded": ["Superseded", "More deviates now; a newer incident says all of it."],
  "nothing-to-lift": [
    "Nothing to lift",
    "No open incident of this system can be lifted this way. Governed files are put back or adopted by an amendment.",
  ],
  "emergency-promoted": [
    "Emergency promotion",
    "People promoted it without evidence; a steward owes it a review.",
    "A steward other than the one who asked looks at it and gives `omega:lift`.",
  ],
  "emergency-refused": [
    "No emergency for this",
    "An emergency skips evidence, never a rule: constitution, budget and validation must have passed on this very head, and evidence must not have spoken against it.",
    "The proposer can push a corrected commit.",
  ],
  "emergency-unexplained": [
    "Emergency unexplained",
    "An emergency needs a reason and a ticket for whoever reviews it.",
    "Write both under `## Emergency` in the pull request's description.",
  ],
  "emergency-review-due": [
    "Review owed",
    "What was promoted in an emergency has to be reviewed by a steward.",
    "A steward other than the one who asked looks at it and gives `omega:lift`.",
  ],
  "emergency-review-overdue": [
    "Review overdue",
    "Nobody reviewed an emergency in time, so nothing of this system advances.",
    "A steward other than the one who asked looks at it and gives `omega:lift`.",
  ],
} as const satisfies Readonly<Record<string, ReasonRow>>;
