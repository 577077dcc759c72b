/** Where a field of an edge's condition comes from. */
export const SCOPES = ["out", "state", "parameters"] as const;

export type Scope = (typeof SCOPES)[number];

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** A condition on an edge: comparisons of fields and literals, joined by `&&`, `||` and `!`. */
export type WhenExpression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "field"; readonly scope: Scope; readonly name: string }
  | {
      readonly kind: "compare";
      readonly operator: Comparison;
      readonly left: WhenExpression;
      readonly right: WhenExpression;
    }
  | {
      readonly kind: "and" | "or";
      readonly left: WhenExpression;
      readonly right: WhenExpression;
    }
  | { readonly kind: "not"; readonly operand: WhenExpression };

/** Every field an expression reads, so that validation can resolve them. */
export function fieldsOf(
  expression: WhenExpression,
): readonly { readonly scope: Scope; readonly name: string }[] {
  switch (expression.kind) {
    case "literal":
      return [];
    case "field":
      return [{ scope: expression.scope, name: expression.name }];
    case "not":
      return fieldsOf(expression.operand);
    default:
      return [...fieldsOf(expression.left), ...fieldsOf(expression.right)];
  }
}
