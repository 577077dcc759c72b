import type { Verdict } from "../judging/verdict.ts";
import type { Decision } from "./decision.ts";

/** The judge can take an acceptance back and nothing else: its word never raises a ruling. */
export function lower(decision: Decision, verdict: Verdict): Decision {
  if (verdict.agrees || decision.ruling !== "accept") return decision;
  return { ...decision, ruling: "quarantine", reason: "judge-disagrees" };
}
