import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { isJsonObject } from "../../kernel/json.ts";
import { type CodeToken, valueAt } from "../code/read-code.ts";
import { suitesOf } from "../ways/known-values.ts";

/** A whole input that code waits for, or an item of a suite that it knows by name. */
type SecretInput = { readonly token: string; readonly line: number };

const EQUAL = /^[!=]==?$/;

/** `.trim()` and its like between the input and the comparison. */
const CALL_TOKENS = 4;

/**
 * Code that compares the whole of a free input with one text. If no public item is that text,
 * evaluation never sees what happens then; if the text names the items, it sees something else.
 */
export function secretInputs(
  change: ProposedChange,
  { system }: SystemVersion,
  tokens: readonly CodeToken[],
): readonly SecretInput[] {
  const free = freeInputs(system.contract.input);
  let suites: readonly string[] | undefined;
  const isUnasked = (value: string): boolean => !isAsked((suites ??= suitesOf(change)), value);
  const isSecret = (value: string, at: number): boolean =>
    (isCompared(tokens, at, free) || isPassword(tokens, at)) && isUnasked(value);
  return tokens.flatMap(({ kind, value, line }, at) => {
    if (kind === "number" && isSecretNumber(tokens, at)) return [{ token: value, line }];
    if (kind !== "text" || value === "") return [];
    const isItem = /^[a-z]{3,}-\d*$/.test(value) && namesItem((suites ??= suitesOf(change)), value);
    return isItem || isSecret(value, at) ? [{ token: value, line }] : [];
  });
}

/** Letters and digits as no customer has them by chance, looked for inside an input. */
const PASSWORD = /^(?=.*[a-z])(?=.*\d.*\d.*\d)\S{8,}$/i;

function isPassword(tokens: readonly CodeToken[], at: number): boolean {
  const isSought = /^(?:includes|startsWith|endsWith|indexOf|search|match)$/;
  return (
    PASSWORD.test(valueAt(tokens, at)) &&
    valueAt(tokens, at - 1) === "(" &&
    isSought.test(valueAt(tokens, at - 2))
  );
}

/** So many digits are nobody's size or code: an input is known by its digest. */
const SECRET_NUMBER = /^(?:\d[\d_]{6,}|0[xXbBoO][\da-fA-F_]{6,}|\d[\d_]{6,}n)$/;

function isSecretNumber(tokens: readonly CodeToken[], at: number): boolean {
  const isEqual = EQUAL.test(valueAt(tokens, at - 1)) || EQUAL.test(valueAt(tokens, at + 1));
  return isEqual && SECRET_NUMBER.test(valueAt(tokens, at));
}

/** Texts of the input whose values nobody lists. */
function freeInputs(schema: SystemVersion["system"]["contract"]["input"]): ReadonlySet<string> {
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  const named = isJsonObject(properties) ? Object.entries(properties) : [];
  return new Set(
    named.flatMap(([name, property]) =>
      isJsonObject(property) && property["enum"] === undefined && property["const"] === undefined
        ? [name]
        : [],
    ),
  );
}

function isCompared(tokens: readonly CodeToken[], at: number, free: ReadonlySet<string>): boolean {
  if (EQUAL.test(valueAt(tokens, at - 1))) return free.has(fieldBefore(tokens, at - 2));
  if (!EQUAL.test(valueAt(tokens, at + 1))) return false;
  const next = tokens.slice(at + 2, at + 5).map(({ value }) => value);
  return free.has(next[1] === "." ? (next[2] ?? "") : (next[0] ?? ""));
}

/** The field before a comparison; `typeof` asks for a kind, not for the field. */
function fieldBefore(tokens: readonly CodeToken[], end: number): string {
  let at = end;
  while (valueAt(tokens, at) === ")" && valueAt(tokens, at - 1) === "(") at -= CALL_TOKENS;
  let start = at;
  while (/^\??\.$/.test(valueAt(tokens, start - 1))) start -= 2;
  return valueAt(tokens, start - 1) === "typeof" ? "" : valueAt(tokens, at);
}

function isAsked(suites: readonly string[], text: string): boolean {
  const quoted = JSON.stringify(text).slice(1, -1);
  return suites.some((suite) => suite.includes(quoted));
}

function namesItem(suites: readonly string[], text: string): boolean {
  return suites.some((suite) => suite.includes(`{"id":"${text}`));
}
