import type { Json } from "../kernel/json.ts";
import type { Way } from "./compile/plan.ts";
import { evaluateWhen } from "./evaluate-when.ts";

type Seen = {
  readonly out: ReadonlyMap<string, Json>;
  readonly state: ReadonlyMap<string, Json>;
};

/** Their values stand in the conditions of a plan; what still names one names none that there is. */
const NO_PARAMETERS: ReadonlyMap<string, Json> = new Map();

/** The node that the first open way leads to. A condition that cannot be told is not open. */
export function nextNode(ways: readonly Way[], seen: Seen): string | undefined {
  const scopes = { ...seen, parameters: NO_PARAMETERS };
  return ways.find(({ when }) => when === undefined || evaluateWhen(when, scopes) === true)?.to;
}
