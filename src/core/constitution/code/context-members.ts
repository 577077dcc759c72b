import { closingsOf } from "./declared-names.ts";
import { type CodeToken, valueAt } from "./read-code.ts";

/** A member that code asks one of its two arguments for. */
export type AskedMember = {
  readonly of: "input" | "context";
  readonly name: string;
  readonly line: number;
};

/**
 * What `run(input, context)` asks its arguments for, by name: after a dot, in quotes, or picked out
 * by a pattern. An argument handed on under another name is not followed.
 */
export function askedMembers(tokens: readonly CodeToken[]): readonly AskedMember[] {
  const closings = closingsOf(tokens);
  const open = tokens.findIndex(
    ({ kind, value }, at) => kind === "mark" && value === "(" && isOfRun(tokens, at),
  );
  if (open === -1) return [];
  const [input, context] = splitArguments(tokens.slice(open + 1, closings.get(open)));
  return [...membersOf("input", input, tokens), ...membersOf("context", context, tokens)];
}

/** `function run(`, `run = (`, `run = function (`, `run(`: the first that opens after the name. */
function isOfRun(tokens: readonly CodeToken[], at: number): boolean {
  const before = tokens.slice(Math.max(0, at - 4), at).map(({ value }) => value);
  return before.includes("run") && !before.includes(";") && !before.includes(".");
}

function splitArguments(tokens: readonly CodeToken[]): readonly (readonly CodeToken[])[] {
  const parts: CodeToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (/^[{[(]$/.test(token.value) && token.kind === "mark") depth += 1;
    if (/^[}\])]$/.test(token.value) && token.kind === "mark") depth -= 1;
    if (depth === 0 && token.value === "," && token.kind === "mark") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function membersOf(
  of: AskedMember["of"],
  argument: readonly CodeToken[] | undefined,
  tokens: readonly CodeToken[],
): readonly AskedMember[] {
  const [first] = argument ?? [];
  if (argument === undefined || first === undefined) return [];
  if (first.value === "{") return pickedFrom(argument).map((picked) => ({ of, ...picked }));
  const asked = tokens.flatMap((token, at): readonly Picked[] => {
    const isIt = token.kind === "name" && token.value === first.value;
    if (!isIt || /^\??\.$/.test(valueAt(tokens, at - 1))) return [];
    return askedOf(tokens, at);
  });
  return asked.map((member) => ({ of, ...member }));
}

type Picked = { readonly name: string; readonly line: number };

function askedOf(tokens: readonly CodeToken[], at: number): readonly Picked[] {
  const member = tokens[at + 2];
  const mark = valueAt(tokens, at + 1);
  const isQuoted = mark === "[" && member?.kind === "text" && valueAt(tokens, at + 3) === "]";
  if (member !== undefined && (isQuoted || /^\??\.$/.test(mark))) {
    return [{ name: member.value, line: member.line }];
  }
  // `const {a, b: c} = context`
  if (valueAt(tokens, at - 1) !== "=" || valueAt(tokens, at - 2) !== "}") return [];
  const from = tokens
    .slice(0, at - 1)
    .findLastIndex(({ value }) => /^(?:const|let|var|;)$/.test(value));
  return pickedFrom(tokens.slice(from + 1, at - 1));
}

/** The keys at the top of a pattern. */
function pickedFrom(pattern: readonly CodeToken[]): readonly Picked[] {
  let depth = 0;
  return pattern.flatMap(({ kind, value, line }, at) => {
    if (kind === "mark" && /^[{[(]$/.test(value)) depth += 1;
    if (kind === "mark" && /^[}\])]$/.test(value)) depth -= 1;
    const isFirst = /^[{,]$/.test(valueAt(pattern, at - 1));
    return depth === 1 && isFirst && (kind === "name" || kind === "text")
      ? [{ name: value, line }]
      : [];
  });
}
