import type { ReasonCode } from "../gate/reason-code.ts";
import { renderReason } from "./reasons.ts";

/** Why records of a batch were refused, for the one line that a telemetry exporter logs. */
export function renderRefusals(reasons: readonly ReasonCode[]): string {
  const counts = new Map<ReasonCode, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${reason} (${count}): ${renderReason(reason).sentence}`)
    .join(" ");
}
