import type { CodeToken } from "./read-code.ts";

/** A text that code puts together from constants, so that a search for it would find nothing. */
export type BuiltText = { readonly value: string; readonly line: number };

/** Between two constants these only join: `"a" + "b"`, `"a".concat("b")`, `${"a"}b`, `["a", "b"]`. */
const JOINTS: ReadonlySet<string> = new Set([
  "+",
  "${",
  "}",
  ",",
  "(",
  ")",
  ".",
  "concat",
  "[",
  "]",
]);

/**
 * Runs of constants with nothing but joints between them, read forwards and backwards. A plain
 * list of words is such a run too; as one word it means nothing that anybody looks for.
 */
export function builtTexts(tokens: readonly CodeToken[]): readonly BuiltText[] {
  const built: BuiltText[] = [];
  let run: CodeToken[] = [];
  const flush = (): void => {
    const [first] = run;
    const value = run.map((token) => token.value).join("");
    if (first !== undefined && value.length <= 200) {
      if (run.length > 1) built.push({ value, line: first.line });
      built.push({ value: Array.from(value).toReversed().join(""), line: first.line });
    }
    run = [];
  };
  for (const token of tokens) {
    if (token.kind === "text") run.push(token);
    else if (!JOINTS.has(token.value)) flush();
  }
  flush();
  return built;
}
