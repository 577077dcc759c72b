import type { WhenScopes } from "../../ir/evaluate-when.ts";
import { fieldsOf, type WhenExpression } from "../../ir/when-expression.ts";
import type { Json } from "../../kernel/json.ts";

/** What a field may be: bounds of a number, and which texts anything ever gives. */
export type Known = {
  readonly ranges: ReadonlyMap<string, { readonly minimum?: number; readonly maximum?: number }>;
  readonly isSeen: (text: string) => boolean;
  /** Fields that no run lacks: one that did would end stuck, where everybody sees it. */
  readonly isGiven?: (field: string) => boolean;
  /** Values that stay as they are; what is missing here is tried out like any field. */
  readonly parameters: ReadonlyMap<string, Json>;
};

/** More combinations than this are nobody's honest condition. */
const MOST_SAMPLES = 4096;

/**
 * Values for all fields of some conditions, so that every outcome that any values can have is had
 * by one of these: each constant itself, what lies between and beyond the constants, and nothing at
 * all. None when there are too many to try.
 */
export function whenSamples(
  conditions: readonly WhenExpression[],
  known: Known,
): readonly WhenScopes[] | undefined {
  const fields = new Map<string, readonly (Json | undefined)[]>();
  const constants = [...conditions.flatMap(literalsOf), ...known.parameters.values()];
  for (const { scope, name } of conditions.flatMap(fieldsOf)) {
    const fixed = scope === "parameters" ? known.parameters.get(name) : undefined;
    const key = scope === "parameters" ? `parameters.${name}` : name;
    fields.set(key, fixed === undefined ? valuesFor(name, constants, known) : [fixed]);
  }
  const combinations = [...fields.values()].reduce((product, list) => product * list.length, 1);
  if (combinations > MOST_SAMPLES) return undefined;
  return combined([...fields]).map(scopesOf);
}

function valuesFor(
  name: string,
  constants: readonly Json[],
  { ranges, isSeen, isGiven }: Known,
): readonly (Json | undefined)[] {
  const { minimum = -Infinity, maximum = Infinity } = ranges.get(name) ?? {};
  const numbers = constants.filter((value) => typeof value === "number");
  const critical = [...new Set([...numbers, minimum, maximum])]
    .filter((value) => Number.isFinite(value))
    .sort((left, right) => left - right);
  const tried = critical.flatMap((value, at) => [
    value,
    (value + (critical[at + 1] ?? value + 2)) / 2,
  ]);
  // Two fields may also be compared with each other, where no constant says which values matter.
  const [first] = critical;
  const outermost = first === undefined ? [-1, 0, 1] : [first - 1];
  const texts = constants.filter((value) => typeof value === "string" && isSeen(value));
  return [
    ...[...outermost, ...tried].filter((value) => value >= minimum && value <= maximum),
    ...new Set(texts),
    "\0",
    true,
    false,
    ...(isGiven?.(name) === true ? [] : [undefined]),
  ];
}

function combined(
  fields: readonly (readonly [string, readonly (Json | undefined)[]])[],
): readonly (readonly (readonly [string, Json | undefined])[])[] {
  return fields.reduce<readonly (readonly (readonly [string, Json | undefined])[])[]>(
    (samples, [name, values]) =>
      samples.flatMap((sample) => values.map((value) => [...sample, [name, value] as const])),
    [[]],
  );
}

function scopesOf(sample: readonly (readonly [string, Json | undefined])[]): WhenScopes {
  const [fields, parameters] = [new Map<string, Json>(), new Map<string, Json>()];
  for (const [key, value] of sample) {
    if (value === undefined) continue;
    if (key.startsWith("parameters.")) parameters.set(key.slice("parameters.".length), value);
    else fields.set(key, value);
  }
  return { out: fields, state: fields, parameters };
}

function literalsOf(expression: WhenExpression): readonly Json[] {
  switch (expression.kind) {
    case "literal":
      return [expression.value];
    case "field":
      return [];
    case "not":
      return literalsOf(expression.operand);
    default:
      return [...literalsOf(expression.left), ...literalsOf(expression.right)];
  }
}
