import type { Finding } from "../../gate/finding.ts";
import { parseWhen } from "../../ir/parse-when.ts";
import type { SystemVersion } from "../../ir/system.ts";
import type { WhenExpression } from "../../ir/when-expression.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";
import { fieldSources, type SourcesOf } from "./field-sources.ts";
import { memberOf, membersOf, writesText } from "./givers.ts";
import { typeOf, typesOf } from "./types-of.ts";

type Compared = Extract<WhenExpression, { readonly kind: "compare" }>;

/** Types that a side may have; nothing where it may have any. */
type Types = ReadonlySet<string> | undefined;

/** Comparisons of a field with what its type can never be: the edge is always shut, or always open. */
export function mistypedConditions(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("contracts", version);
  const sourcesOf = fieldSources(version);
  const { edges } = version.system.graph;
  return Object.entries(edges).flatMap(([edge, { from, when }]) => {
    const parsed = when === undefined ? undefined : parseWhen(when);
    if (parsed?.ok !== true) return [];
    const wrong = comparisonsIn(parsed.value).find((one) => {
      const [left, right] = [one.left, one.right].map((side) =>
        typesAt(version, side, { node: from, sourcesOf }),
      );
      return isMistyped(one, left, right);
    });
    if (wrong === undefined) return [];
    const fields = [wrong.left, wrong.right].flatMap((side) =>
      side.kind === "field" ? [side.name] : [],
    );
    const facts = { problem: "condition-mistyped", edge, field: fields.join(", ") };
    return [report("contract-mismatch", pointerOf("graph", "edges", edge, "when"), facts)];
  });
}

function comparisonsIn(expression: WhenExpression): readonly Compared[] {
  switch (expression.kind) {
    case "compare":
      return [expression];
    case "not":
      return comparisonsIn(expression.operand);
    case "and":
    case "or":
      return [...comparisonsIn(expression.left), ...comparisonsIn(expression.right)];
    default:
      return [];
  }
}

/** To ask whether something is null is to ask whether it is there, whatever its type. */
function isMistyped({ operator }: Compared, left: Types, right: Types): boolean {
  if (operator !== "==" && operator !== "!=") {
    return [left, right].some((types) => types !== undefined && !types.has("number"));
  }
  if (left === undefined || right === undefined) return false;
  if (left.has("null") || right.has("null")) return false;
  return [...left].every((type) => !right.has(type));
}

const TEXT: Types = new Set(["string"]);

type Asking = { readonly node: string; readonly sourcesOf: SourcesOf };

function typesAt(version: SystemVersion, side: WhenExpression, asking: Asking): Types {
  if (side.kind === "literal") return new Set([typeOf(side.value)]);
  if (side.kind !== "field") return undefined;
  const { name, scope } = side;
  if (scope !== "parameters") return typesOfField(version, { name, scope }, asking);
  const { parameters } = version.system;
  const value = Object.hasOwn(parameters, name) ? parameters[name]?.value : undefined;
  return value === undefined ? undefined : new Set([typeof value]);
}

function typesOfField(
  { system: { contract, graph } }: SystemVersion,
  { name, scope }: { readonly name: string; readonly scope: "out" | "state" },
  { node, sourcesOf }: Asking,
): Types {
  // Of what was put out just now only a template's own text is certain, whatever came before it.
  if (scope === "out") {
    const asked = memberOf(graph.nodes, node);
    return asked !== undefined && writesText(asked, name) ? TEXT : undefined;
  }
  const { isInput, texts, isOpen } = sourcesOf([node], name);
  if (isOpen) return undefined;
  if (!isInput) return texts.length > 0 ? TEXT : undefined;
  const taken = typesOf(membersOf(contract.input).get(name) ?? {});
  return texts.length === 0 || taken === undefined ? taken : new Set([...taken, "string"]);
}
