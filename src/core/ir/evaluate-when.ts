import type { Json } from "../kernel/json.ts";
import type { Comparison, Scope, WhenExpression } from "./when-expression.ts";

export type WhenScopes = Readonly<Record<Scope, ReadonlyMap<string, Json>>>;

/**
 * The truth of a condition. Nothing when it cannot be told (a field is missing, an order is asked of
 * what has none): such a condition does not hold, and neither does its negation.
 */
export function evaluateWhen(expression: WhenExpression, scopes: WhenScopes): boolean | undefined {
  const value = valueOf(expression, scopes);
  return typeof value === "boolean" ? value : undefined;
}

function valueOf(expression: WhenExpression, scopes: WhenScopes): Json | undefined {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "field":
      return scopes[expression.scope].get(expression.name);
    case "not": {
      const operand = evaluateWhen(expression.operand, scopes);
      return operand === undefined ? undefined : !operand;
    }
    case "compare":
      return compare(
        expression.operator,
        valueOf(expression.left, scopes),
        valueOf(expression.right, scopes),
      );
    case "and":
      return join(expression, scopes, false);
    default:
      return join(expression, scopes, true);
  }
}

/** `decisive` settles the whole on either side, even when the other side cannot be told. */
function join(
  { left, right }: { readonly left: WhenExpression; readonly right: WhenExpression },
  scopes: WhenScopes,
  decisive: boolean,
): boolean | undefined {
  const first = evaluateWhen(left, scopes);
  if (first === decisive) return decisive;
  const second = evaluateWhen(right, scopes);
  if (second === decisive) return decisive;
  return first === undefined || second === undefined ? undefined : !decisive;
}

function compare(
  operator: Comparison,
  left: Json | undefined,
  right: Json | undefined,
): boolean | undefined {
  if (!isScalar(left) || !isScalar(right)) return undefined;
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  return inOrder(operator, left, right);
}

function inOrder(operator: Comparison, left: number, right: number): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    default:
      return left >= right;
  }
}

function isScalar(value: Json | undefined): value is null | boolean | number | string {
  return value !== undefined && (typeof value !== "object" || value === null);
}
