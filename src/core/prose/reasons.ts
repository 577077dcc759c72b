import type { ReasonCode } from "../gate/reason-code.ts";
import { CONSTITUTION_REASONS } from "./reasons/constitution.ts";
import { EVIDENCE_REASONS } from "./reasons/evidence.ts";
import { INCIDENT_REASONS } from "./reasons/incidents.ts";
import { JUDGE_REASONS } from "./reasons/judging.ts";
import { MODEL_REASONS } from "./reasons/models.ts";
import { READING_REASONS } from "./reasons/reading.ts";
import { ROLLOUT_REASONS } from "./reasons/rollout.ts";
import { SURFACES_REASONS } from "./reasons/surfaces.ts";
import { VALIDATION_REASONS } from "./reasons/validation.ts";
import type { ReasonRow } from "./reasons/reason-row.ts";

export type ReasonText = {
  /** A few words for a check's title or a table. */
  readonly title: string;
  /** What happened. */
  readonly sentence: string;
  /** What would unblock it and who can do that; empty where nothing is blocked. */
  readonly remedy: string;
};

/** Exhaustive by type: a code without a sentence does not compile. */
const REASONS: Readonly<Record<ReasonCode, ReasonRow>> = {
  ...READING_REASONS,
  ...CONSTITUTION_REASONS,
  ...VALIDATION_REASONS,
  ...EVIDENCE_REASONS,
  ...JUDGE_REASONS,
  ...MODEL_REASONS,
  ...ROLLOUT_REASONS,
  ...INCIDENT_REASONS,
  ...SURFACES_REASONS,
};

/** The sentence behind a code, the same in check run, comment, CLI and docs. */
export function renderReason(code: ReasonCode): ReasonText {
  const [title, sentence, remedy = ""] = REASONS[code];
  return { title, sentence, remedy };
}
