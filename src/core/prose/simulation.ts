import type { BudgetUse } from "../budget/budget-use.ts";
import { type Instant, isoOf } from "../kernel/instant.ts";
import type { Ahead, StageAhead } from "../rollout/plan-ahead.ts";
import { visible } from "./escape.ts";

export type Foreseen = {
  readonly ahead: Ahead;
  /** Absent without a record, which alone knows what was spent. */
  readonly budget?: BudgetUse;
  readonly nextSlotAt?: Instant;
};

/** What would follow for a change, for whoever thinks of proposing it. */
export function renderForeseen({ ahead, budget, nextSlotAt }: Foreseen): string {
  const { approvals, stages } = ahead;
  const lines = [
    ...(budget === undefined ? [] : renderBudget(budget)),
    ...(nextSlotAt === undefined ? [] : [`  the next slot opens at ${isoOf(nextSlotAt)}`]),
    ...(approvals === undefined
      ? []
      : [`approvals: ${approvals.needed} of ${namesOf(approvals.from)}, bound to the head`]),
    ...(stages.length === 0 ? ["stages: none; it goes no further as it is"] : ["stages:"]),
    ...stages.map((stage) => `  ${renderStage(stage)}`),
  ];
  const needsNoStage = stages.length === 0 && approvals !== undefined;
  return lines.filter((line) => !(needsNoStage && line.startsWith("stages:"))).join("\n");
}

function renderBudget({ window, proposals, accepted, drift }: BudgetUse): readonly string[] {
  const [used, limit] = [drift.used / 1_000_000, drift.limit / 1_000_000];
  return [
    `budget: ${proposals.used} of ${proposals.limit} proposals and ${accepted.used} of ${accepted.limit} acceptances used in ${window}`,
    `  drift ${used.toFixed(3)} of ${limit} since people last approved the system`,
  ];
}

function renderStage(stage: StageAhead): string {
  const { units, share, soak, deadline } = stage;
  const asks = [
    ...(share === undefined ? [] : [`${share} % of live units`]),
    ...(units === undefined ? [] : [`at least ${units} units`]),
    ...(soak === undefined ? [] : [`for ${soak}`]),
    ...(deadline === undefined ? [] : [`within ${deadline}`]),
  ];
  const what = asks.length === 0 ? "merges the decided head" : asks.join(", ");
  return `${stage.stage}: ${what}; asked for by \`${stage.command}\` of ${namesOf(stage.askedBy)}`;
}

function namesOf(names: readonly string[]): string {
  return names.map(visible).join(", ");
}
