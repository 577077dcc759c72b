import { accepted, refused, type Result } from "../kernel/result.ts";
import { type Comparison, SCOPES, type Scope, type WhenExpression } from "./when-expression.ts";

/** Where an expression stops making sense: 0-based offset into its text. */
export type WhenRefusal = { readonly at: number; readonly problem: string };

const MAX_LENGTH = 500;
const MAX_DEPTH = 20;

const TOKEN =
  /\s*(?:(?<operator>==|!=|<=|>=|&&|\|\||[<>!()])|(?<number>-?\d{1,15}(?:\.\d{1,15})?)|'(?<text>[^'\\]*)'|(?<word>[a-z][a-z0-9_-]*(?:\.[a-zA-Z][a-zA-Z0-9_-]*)?))/y;

type Token = {
  readonly kind: "operator" | "number" | "text" | "word";
  readonly text: string;
  readonly at: number;
};

type Parser = { readonly tokens: readonly Token[]; next: number; readonly end: number };

/** Unwinds the parser; never leaves this file. */
class Refusal extends Error {
  readonly at: number;
  constructor(at: number, problem: string) {
    super(problem);
    this.at = at;
  }
}

/** Reads the condition of an edge, such as `out.confidence >= parameters.min_confidence`. */
export function parseWhen(text: string): Result<WhenExpression, WhenRefusal> {
  try {
    if (text.length > MAX_LENGTH) throw new Refusal(MAX_LENGTH, "too-long");
    const parser: Parser = { tokens: tokensOf(text), next: 0, end: text.length };
    const expression = parseOr(parser, 0);
    const rest = parser.tokens[parser.next];
    if (rest !== undefined) throw new Refusal(rest.at, "unexpected");
    return accepted(expression);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return refused({ at: refusal.at, problem: refusal.message });
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (match?.groups === undefined) throw new Refusal(at, "unknown-character");
    tokens.push(tokenOf(match.groups, at));
  }
  return tokens;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, at: number): Token {
  const { operator, number, text, word = "" } = groups;
  if (operator !== undefined) return { kind: "operator", text: operator, at };
  if (number !== undefined) return { kind: "number", text: number, at };
  return text === undefined ? { kind: "word", text: word, at } : { kind: "text", text, at };
}

function parseOr(parser: Parser, depth: number): WhenExpression {
  let left = parseAnd(parser, depth);
  while (skips(parser, "||")) left = { kind: "or", left, right: parseAnd(parser, depth) };
  return left;
}

function parseAnd(parser: Parser, depth: number): WhenExpression {
  let left = parseComparison(parser, depth);
  while (skips(parser, "&&")) left = { kind: "and", left, right: parseComparison(parser, depth) };
  return left;
}

const COMPARISONS: readonly Comparison[] = ["==", "!=", "<", "<=", ">", ">="];

function parseComparison(parser: Parser, depth: number): WhenExpression {
  const left = parseOperand(parser, depth);
  const operator = COMPARISONS.find((comparison) => skips(parser, comparison));
  if (operator === undefined) return left;
  return { kind: "compare", operator, left, right: parseOperand(parser, depth) };
}

function parseOperand(parser: Parser, depth: number): WhenExpression {
  if (depth > MAX_DEPTH) throw new Refusal(parser.tokens[parser.next]?.at ?? 0, "too-deep");
  if (skips(parser, "!")) return { kind: "not", operand: parseOperand(parser, depth + 1) };
  if (skips(parser, "(")) {
    const inner = parseOr(parser, depth + 1);
    if (!skips(parser, ")")) throw new Refusal(placeOf(parser), "open-bracket");
    return inner;
  }
  const token = parser.tokens[parser.next];
  if (token === undefined || token.kind === "operator") {
    throw new Refusal(placeOf(parser), "operand-missing");
  }
  parser.next += 1;
  return leafOf(token);
}

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

function leafOf({ kind, text, at }: Token): WhenExpression {
  if (kind === "number") return { kind: "literal", value: Number(text) };
  if (kind === "text") return { kind: "literal", value: text };
  const constant = CONSTANTS.get(text);
  if (constant !== undefined) return { kind: "literal", value: constant };
  const [scope, name] = text.split(".");
  if (!isScope(scope) || name === undefined) throw new Refusal(at, "unknown-name");
  return { kind: "field", scope, name };
}

function isScope(word: string | undefined): word is Scope {
  return SCOPES.some((scope) => scope === word);
}

function skips(parser: Parser, operator: string): boolean {
  const token = parser.tokens[parser.next];
  if (token?.kind !== "operator" || token.text !== operator) return false;
  parser.next += 1;
  return true;
}

function placeOf(parser: Parser): number {
  return parser.tokens[parser.next]?.at ?? parser.end;
}
