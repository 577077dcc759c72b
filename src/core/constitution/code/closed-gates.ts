import type { Json } from "../../kernel/json.ts";
import { type CodeToken, valueAt } from "./read-code.ts";

/** A condition on a parameter alone that does not hold with the value it has. */
export type ClosedGate = { readonly token: string; readonly line: number };

const COMPARING = /^(?:[=!]==?|[<>]=?)$/;

/** What may stand before a condition, and after it. */
const BEFORE = /^(?:\(|&&|\|\||\?\?|=|return|!|,|=>|;)$/;
const AFTER = /^(?:\)|&&|\|\||\?)$/;

/**
 * Branches that stay shut while a parameter keeps its value: evaluation sees them shut, and a later
 * change of one number opens them. Parameters are known by their names, however they are reached.
 */
export function closedGates(
  tokens: readonly CodeToken[],
  parameters: ReadonlyMap<string, Json>,
): readonly ClosedGate[] {
  return tokens.flatMap(({ kind, value, line }, at) => {
    if (isShutByConstant(tokens, at)) return [{ token: valueAt(tokens, at + 2), line }];
    const setting = parameters.get(value);
    if (setting === undefined || (kind !== "name" && kind !== "text")) return [];
    const start = startOf(tokens, at);
    const end = kind === "text" ? at + 2 : at + 1;
    const isClosed = holds(tokens, { start, end, setting }) === false && isLeading(tokens, start);
    return isClosed ? [{ token: value, line }] : [];
  });
}

/** `if (false)`, `while (0)`: whoever writes it means to write something else there later. */
function isShutByConstant(tokens: readonly CodeToken[], at: number): boolean {
  const isAsking = /^(?:if|while)$/.test(valueAt(tokens, at)) && valueAt(tokens, at + 1) === "(";
  const isAlone = /^(?:\)|&&)$/.test(valueAt(tokens, at + 3));
  return isAsking && isAlone && /^(?:false|0|null|undefined)$/.test(valueAt(tokens, at + 2));
}

/** Where `parameters.x`, `context.parameters["x"]` or `x` begins. */
function startOf(tokens: readonly CodeToken[], at: number): number {
  let start = at;
  while (/^(?:\.|\?\.|\[)$/.test(valueAt(tokens, start - 1))) start -= 2;
  return Math.max(0, start);
}

type Gate = { readonly start: number; readonly end: number; readonly setting: Json };

/** The truth of the condition at hand; nothing where it depends on more than the parameter. */
function holds(tokens: readonly CodeToken[], gate: Gate): boolean | undefined {
  const { start, end, setting } = gate;
  const [before, after] = [valueAt(tokens, start - 1), valueAt(tokens, end)];
  if (COMPARING.test(after)) return compared(after, setting, constantOf(tokens, end + 1));
  if (COMPARING.test(before)) return compared(before, constantOf(tokens, start - 2), setting);
  const isAlone = (before === "" || BEFORE.test(before)) && AFTER.test(after);
  if (!isAlone || !isCondition(tokens, start, end)) return undefined;
  return before === "!" ? !setting : Boolean(setting);
}

function compared(
  mark: string,
  left: Json | undefined,
  right: Json | undefined,
): boolean | undefined {
  return left === undefined || right === undefined ? undefined : compare(mark, left, right);
}

/** A bare name counts as a condition before `?` and `&&`, or alone in the brackets of an `if`. */
function isCondition(tokens: readonly CodeToken[], start: number, end: number): boolean {
  const after = valueAt(tokens, end);
  if (after === "?" || after === "&&") return true;
  const open = valueAt(tokens, start - 1) === "!" ? start - 2 : start - 1;
  return /^(?:if|while)$/.test(valueAt(tokens, open - 1)) || valueAt(tokens, open) === "&&";
}

/** Comparisons inside a larger calculation, such as `a + x > 1`, are of more than the parameter. */
function isLeading(tokens: readonly CodeToken[], start: number): boolean {
  const before = tokens[start - 1]?.value ?? "(";
  return BEFORE.test(before) || COMPARING.test(before);
}

function constantOf(tokens: readonly CodeToken[], at: number): Json | undefined {
  const token = tokens[at];
  if (token?.kind === "number") return Number(token.value);
  if (token?.kind === "text") return token.value;
  if (token?.value === "true" || token?.value === "false") return token.value === "true";
  return undefined;
}

function compare(mark: string, left: Json, right: Json): boolean | undefined {
  if (mark === "==" || mark === "===") return left === right;
  if (mark === "!=" || mark === "!==") return left !== right;
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  if (mark === "<") return left < right;
  if (mark === "<=") return left <= right;
  return mark === ">" ? left > right : left >= right;
}
