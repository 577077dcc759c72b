import type { Assessment } from "./assess.ts";
import type { Signal } from "./signal.ts";

/** What an assessment tells the state machine; nothing while there is only to wait. */
export function signalOfAssessment({ kind }: Assessment): Signal | undefined {
  if (kind === "waiting" || kind === "not-watched") return undefined;
  return kind === "unreported" ? { kind: "undeployed", reason: "deployment-unreported" } : { kind };
}
