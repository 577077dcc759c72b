import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { breachesOf } from "../breach.ts";
import { type ChangedFile, changedFiles } from "../changed-files.ts";
import { closedGates } from "../code/closed-gates.ts";
import { askedMembers } from "../code/context-members.ts";
import { foreignNames } from "../code/foreign-names.ts";
import { freshLines } from "../code/fresh-lines.ts";
import { keptState } from "../code/kept-state.ts";
import { type CodeToken, readCode } from "../code/read-code.ts";
import { givenNames } from "./given-names.ts";
import { secretInputs } from "./secret-inputs.ts";

const breach = breachesOf("C3");

/** All that a tool is given beside its input. */
const CONTEXT: ReadonlySet<string> = new Set(["parameters", "data"]);

/**
 * Tool code by which a tool would learn where or when it runs, behave otherwise after a while, wait
 * for a secret input or for a parameter to be turned, or make code that nobody has read. What
 * stands on lines that the base has is not this change's doing.
 */
export function dormantCode(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  if (mutation === undefined) return [];
  const tools = changedFiles(mutation).filter(({ file }) => file.startsWith("tools/"));
  if (tools.length === 0) return [];
  return tools.flatMap((tool) => breachesIn(change, mutation, tool));
}

const decoder = new TextDecoder();

function breachesIn(
  change: ProposedChange,
  mutation: Mutation,
  tool: ChangedFile,
): readonly Breach[] {
  const text = decoder.decode(tool.bytes);
  const signs = signsIn(change, mutation, readCode(text));
  if (signs.length === 0) return [];
  const found = freshLines(formerCode(mutation.before), text)(signs);
  const path = `${mutation.after.root}/${tool.file}`;
  const seen = new Set<string>();
  return found.flatMap(({ problem, token, line }) => {
    const key = `${problem} ${token} ${line}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [breach("dormant-code", { path, line }, { problem, token, path: tool.file })];
  });
}

function formerCode({ files }: SystemVersion): readonly string[] {
  return [...files].flatMap(([file, bytes]) =>
    file.startsWith("tools/") ? [decoder.decode(bytes)] : [],
  );
}

type Sign = { readonly problem: string; readonly token: string; readonly line: number };

function signsIn(
  change: ProposedChange,
  { before, after }: Mutation,
  tokens: readonly CodeToken[],
): readonly Sign[] {
  const [isGiven, wasGiven] = [givenNames(after), givenNames(before)];
  const parameters = Object.entries(after.system.parameters);
  const asked = askedMembers(tokens).filter(({ of, name }) =>
    of === "context" ? !CONTEXT.has(name) : !isGiven(name) && !wasGiven(name),
  );
  return [
    ...foreignNames(tokens).map((sign) => ({ ...sign, problem: "surroundings-code" })),
    ...keptState(tokens).map((sign) => ({ ...sign, problem: "kept-state" })),
    ...closedGates(tokens, new Map(parameters.map(([name, { value }]) => [name, value]))).map(
      (sign) => ({ ...sign, problem: "closed-gate" }),
    ),
    ...secretInputs(change, after, tokens).map((sign) => ({ ...sign, problem: "secret-input" })),
    ...asked.map(({ of, name, line }) => {
      const problem = of === "context" ? "surroundings-code" : "input-never-given";
      return { problem, token: of === "context" ? `context.${name}` : name, line };
    }),
  ];
}
