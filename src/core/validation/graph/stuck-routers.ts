import type { Finding } from "../../gate/finding.ts";
import { lower } from "../../ir/compile/lower.ts";
import { evaluateWhen } from "../../ir/evaluate-when.ts";
import type { SystemVersion } from "../../ir/system.ts";
import type { WhenExpression } from "../../ir/when-expression.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";
import { decisiveValues, fieldKey } from "./decisive-values.ts";

/** Beyond this many combinations of values nothing is said: guessing would refuse sound routers. */
const MOST_CASES = 4096;

/** Routers without a default that leave a run stuck for some value of what their conditions compare. */
export function stuckRouters(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("graph", version);
  return Object.entries(lower(version.system).steps).flatMap(([node, step]) => {
    if (step.kind !== "router" || step.ways.length === 0) return [];
    const conditions = step.ways.flatMap(({ when }) => (when === undefined ? [] : [when]));
    const hasDefault = conditions.length < step.ways.length;
    if (hasDefault || !canAllBeShut(conditions, version)) return [];
    const at = pointerOf("graph", "nodes", node);
    return [report("node-unreachable", at, { problem: "no-default", node })];
  });
}

/** Tries every combination of values at, between and beyond those that the conditions name. */
function canAllBeShut(conditions: readonly WhenExpression[], version: SystemVersion): boolean {
  const fields = [...decisiveValues(conditions, (name) => enumOf(version, name))];
  const total = fields.reduce((product, [, values]) => product * values.length, 1);
  if (total > MOST_CASES) return false;
  return Array.from({ length: total }, (_, number) => caseOf(fields, number)).some((given) =>
    conditions.every((when) => evaluateWhen(when, given) !== true),
  );
}

type Fields = readonly (readonly [key: string, values: readonly Json[]])[];

function caseOf(fields: Fields, number: number): Parameters<typeof evaluateWhen>[1] {
  const given = {
    out: new Map<string, Json>(),
    state: new Map<string, Json>(),
    parameters: new Map<string, Json>(),
  };
  let rest = number;
  for (const [key, values] of fields) {
    const { scope, name } = fieldKey.parse(key);
    given[scope].set(name, values[rest % values.length] ?? null);
    rest = Math.floor(rest / values.length);
  }
  return given;
}

/** The words that the input contract allows; no other value can come. */
function enumOf({ system }: SystemVersion, name: string): readonly Json[] | undefined {
  const { input } = system.contract;
  const properties = isJsonObject(input) ? input["properties"] : undefined;
  const schema =
    isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  const members = isJsonObject(schema ?? null) ? Object(schema)["enum"] : undefined;
  return Array.isArray(members) && members.length > 0 ? members : undefined;
}
