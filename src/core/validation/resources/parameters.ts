import type { Finding } from "../../gate/finding.ts";
import type { System, SystemVersion } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";

type Parameter = System["parameters"][string];

/** Values outside their own bounds, bounds that leave no value, and bounds of what has no order. */
export function parameterFindings(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("resources", version);
  return Object.entries(version.system.parameters).flatMap(([id, parameter]) => {
    const wrong = wrongOf(parameter);
    if (wrong === undefined) return [];
    const { member, problem, limit } = wrong;
    const facts = { problem, name: id, value: String(parameter.value), limit: String(limit) };
    return [report("resource-exceeded", pointerOf("parameters", id, member), facts)];
  });
}

type Wrong = {
  readonly member: "value" | "minimum" | "maximum";
  readonly problem: string;
  readonly limit: number;
};

function wrongOf({ value, minimum, maximum }: Parameter): Wrong | undefined {
  if (typeof value !== "number") {
    const member = minimum === undefined ? "maximum" : "minimum";
    const limit = minimum ?? maximum;
    return limit === undefined ? undefined : { member, problem: "bounds-of-no-number", limit };
  }
  const [least, most] = [minimum ?? -Infinity, maximum ?? Infinity];
  if (least > most) return { member: "minimum", problem: "bounds-crossed", limit: most };
  if (value < least) return { member: "value", problem: "below-minimum", limit: least };
  return value > most ? { member: "value", problem: "above-maximum", limit: most } : undefined;
}

/** A value of another type than before: no bound compares the two, and no tool expects it. */
export function retypedParameters(before: SystemVersion, after: SystemVersion): readonly Finding[] {
  const report = findingsOf("resources", after);
  const earlier = new Map(Object.entries(before.system.parameters));
  return Object.entries(after.system.parameters).flatMap(([id, { value }]) => {
    const former = earlier.get(id)?.value;
    if (former === undefined || typeof former === typeof value) return [];
    const facts = { problem: "retyped", name: id, value: typeof value, limit: typeof former };
    return [report("resource-exceeded", pointerOf("parameters", id, "value"), facts)];
  });
}
