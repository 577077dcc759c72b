import type { Finding } from "./finding.ts";
import type { ReasonCode } from "./reason-code.ts";

/** The gates in the order in which a mutation meets them; each is a check run `omega / <gate>`. */
export const GATES = [
  "constitution",
  "budget",
  "validation",
  "evaluation",
  "judge",
  "decision",
] as const;

export type Gate = (typeof GATES)[number];

/**
 * How a gate ends. `error`: we or a dependency broke. `no-data`: not enough to say.
 * Neither counts as pass, and neither rolls anything back by itself.
 */
export type Outcome = "pass" | "fail" | "error" | "no-data";

/** What every gate hands on. Gates add their own evidence beside it. */
export type GateReport = {
  readonly gate: Gate;
  readonly outcome: Outcome;
  readonly reason: ReasonCode;
  readonly findings: readonly Finding[];
};
