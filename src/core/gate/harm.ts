import type { ReasonCode } from "./reason-code.ts";

const HARM: readonly string[] = ["canary-breach", "production-regressed"] satisfies ReasonCode[];

/** True where outcomes themselves ended a roll-out; a person's wish says nothing of the version. */
export function isHarm(reason: string): boolean {
  return HARM.includes(reason);
}
