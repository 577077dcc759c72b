import type { ReasonRow } from "./reason-row.ts";

const AGAIN = "An operator can ask again with `omega:re-evaluate`.";

/** The judge. Nothing that it says is about the pull request's text, and nothing of it accepts. */
export const JUDGE_REASONS = {
  "judge-agrees": [
    "Recomputed and equal",
    "A second implementation recomputed every figure from the raw records and agrees.",
  ],
  "judge-disagrees": [
    "Judge disagrees",
    "A second implementation came to other figures, so the verdict is lowered.",
    "Operators of the app can compare the two records; nothing is accepted meanwhile.",
  ],
  "judge-remeasured": [
    "Measured again",
    "A second run on data of its own says the same, as far as chance allows.",
  ],
  "judge-remeasured-otherwise": [
    "Measured again, otherwise",
    "A second run came to something else than the first, by more than chance allows.",
    "A version that answers alike from run to run would decide it; people whom the charter names can send it to a staged roll-out.",
  ],
  "judge-not-remeasured": [
    "Not measured again",
    "The charter asks for a second run, and it could not be made or did not end.",
    AGAIN,
  ],
  "judge-finds-no-hack": [
    "No hack found",
    "A model of another family read the change in both orders and found nothing in it that makes figures look better than the agent.",
  ],
  "judge-suspects-hack": [
    "Hack suspected",
    "A model of another family, which told all its controls apart, takes the change for one that makes figures look better than the agent.",
    "People whom the charter names can look at the change and send it to a staged roll-out; the proposer can say the same thing in plainer edits.",
  ],
  "judge-undecided": [
    "Judge undecided",
    "The judging model answered otherwise when the cases came in the other order, or could not say.",
    AGAIN,
  ],
  "judge-controls-failed": [
    "Judge misled",
    "The judging model took a change that is known to be a hack for a sound one, or the reverse, so its verdict is void.",
    "Operators of the app can name another model; text in the change that talks to its reader can do the same.",
  ],
  "judge-answer-invalid": [
    "Judge's answer not readable",
    "The judging model did not answer in the form it was asked for, and nothing is read into an answer.",
    AGAIN,
  ],
  "judge-unavailable": [
    "Judge not available",
    "The judging model could not be asked, refused, or was not the model that was asked; that clears nothing.",
    AGAIN,
  ],
  "judge-unconfigured": [
    "No judge configured",
    "The charter asks for a judging model, and this installation names none.",
    "An operator of the app can set AGENT_OMEGA_JUDGE_MODEL.",
  ],
  "judge-family-refused": [
    "Judge of a proposer's family",
    "The judging model is of the family of a proposer that the charter declares, and would judge by the same taste.",
    "An operator of the app can name a model of another family.",
  ],
  "judge-change-too-large": [
    "Too large to judge",
    "The change does not fit into one question to the judging model, and what was not read is not cleared.",
    "Split it into smaller changes.",
  ],
} as const satisfies Readonly<Record<string, ReasonRow>>;
