import { SCOPES, type Scope, type WhenExpression } from "../../ir/when-expression.ts";
import type { Json } from "../../kernel/json.ts";

type Field = { readonly scope: Scope; readonly name: string };

/** A field as the key of a map, and back. Scopes have no dot in them. */
export const fieldKey = {
  of: ({ scope, name }: Field): string => `${scope}.${name}`,
  parse: (key: string): Field => {
    const dot = key.indexOf(".");
    const scope = SCOPES.find((one) => one === key.slice(0, dot)) ?? "out";
    return { scope, name: key.slice(dot + 1) };
  },
};

/** A text that nobody writes into a condition. */
const ANOTHER = "\0another";

/**
 * For each field of some conditions, the values that can make a difference to them: those they are
 * compared with, one between any two, one below and one above. `known` gives all there are.
 */
export function decisiveValues(
  conditions: readonly WhenExpression[],
  known: (name: string) => readonly Json[] | undefined,
): ReadonlyMap<string, readonly Json[]> {
  const literals = new Map<string, Json[]>();
  for (const condition of conditions) collect(condition, literals);
  return new Map(
    [...literals].map(([key, values]) => {
      const { scope, name } = fieldKey.parse(key);
      return [key, (scope === "state" ? known(name) : undefined) ?? around(values)] as const;
    }),
  );
}

function collect(expression: WhenExpression, into: Map<string, Json[]>): void {
  switch (expression.kind) {
    case "literal":
      return;
    case "field":
      note(expression, [true, false], into);
      return;
    case "not":
      collect(expression.operand, into);
      return;
    case "compare":
      collectComparison(expression, into);
      return;
    default:
      collect(expression.left, into);
      collect(expression.right, into);
  }
}

type Compared = Extract<WhenExpression, { readonly kind: "compare" }>;

function collectComparison({ left, right }: Compared, into: Map<string, Json[]>): void {
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (side.kind === "field") note(side, other.kind === "literal" ? [other.value] : [0, 1], into);
    else collect(side, into);
  }
}

function note(field: Field, values: readonly Json[], into: Map<string, Json[]>): void {
  const key = fieldKey.of(field);
  into.set(key, [...(into.get(key) ?? []), ...values]);
}

function around(values: readonly Json[]): readonly Json[] {
  const numbers = values
    .filter((value): value is number => typeof value === "number")
    .sort((left, right) => left - right);
  const between = numbers.slice(1).map((value, at) => (value + (numbers[at] ?? value)) / 2);
  const beyond = numbers.length === 0 ? [] : [(numbers[0] ?? 0) - 1, (numbers.at(-1) ?? 0) + 1];
  const others = values.filter((value) => typeof value !== "number");
  const texts = values.some((value) => typeof value === "string") ? [ANOTHER] : [];
  const truths = values.some((value) => typeof value === "boolean") ? [true, false] : [];
  return [...new Set<Json>([...numbers, ...between, ...beyond, ...others, ...texts, ...truths])];
}
