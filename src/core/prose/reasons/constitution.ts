import type { ReasonRow } from "./reason-row.ts";
import { AMEND, PUSH } from "./remedies.ts";

/** The six rules. */
export const CONSTITUTION_REASONS = {
  "governed-path-touched": [
    "Governed file touched",
    "The change touches files that govern it.",
    AMEND,
  ],
  "protected-module-touched": [
    "Protected module touched",
    "The change touches a module that the charter protects.",
    AMEND,
  ],
  "governance-reached": [
    "Reaches governance",
    "The change reaches what governs it by another way.",
    AMEND,
  ],
  "safety-service-weakened": [
    "Safety service weakened",
    "The change weakens, starves or re-points evaluation, judge, archivist or sandbox.",
    AMEND,
  ],
  "suite-answer-leaked": [
    "Suite answers in the agent",
    "Items of the evaluation suite stand in the agent's own files.",
    PUSH,
  ],
  "deployment-discipline-broken": [
    "Staging bypassed",
    "The change tries to skip or steer shadow, canary or promotion.",
    PUSH,
  ],
  "dormant-code": [
    "Dormant code",
    "The change adds behaviour that evaluation would never see.",
    PUSH,
  ],
  "audit-weakened": ["Audit weakened", "The change removes or starves a record.", AMEND],
  "tier-escalated": ["Tier too high", "The change touches what no mutation may touch.", AMEND],
  "capability-escalated": [
    "Capability escalated",
    "The change grants the agent more than it had.",
    AMEND,
  ],
  "contract-widened": [
    "Contract widened",
    "The change loosens the system's public contract.",
    AMEND,
  ],
  "bound-exceeded": [
    "Bound exceeded",
    "A value moves further at once than the charter allows.",
    PUSH,
  ],
  "drift-exceeded": [
    "Drifted too far",
    "The accepted changes since the last human-approved version add up to more than the charter allows.",
    "Stewards can approve the current version as the new anchor.",
  ],
  "budget-proposals-spent": [
    "Proposals spent",
    "The window's proposals are used up.",
    "It is taken up again by itself when the next slot opens.",
  ],
  "budget-accepted-spent": [
    "Acceptances spent",
    "The window's accepted mutations are used up.",
    "It is taken up again by itself when the next slot opens.",
  ],
  "budget-spend-exceeded": [
    "Spend exceeded",
    "The window's evaluation spend is used up.",
    "It is taken up again by itself when the window moves on.",
  ],
} as const satisfies Readonly<Record<string, ReasonRow>>;
