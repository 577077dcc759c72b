import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { breachesOf } from "../breach.ts";
import { type ChangedFile, changedFiles } from "../changed-files.ts";
import { askedMembers } from "../code/context-members.ts";
import { type CodeToken, readCode } from "../code/read-code.ts";
import { leanestReturn, type Returned, returnsIn } from "../code/returned-keys.ts";
import { isSink } from "./audit-sinks.ts";
import { isAuditing } from "./audit-words.ts";

const breach = breachesOf("C4");

const decoder = new TextDecoder();

/**
 * The code of a tool that is there to record, rewritten so that it asks less of what it records, or
 * gives less of it in some runs. It may ask and give more, in whatever words.
 */
export function forgetfulTools({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  const files = changedFiles(mutation).filter(({ file }) => file.startsWith("tools/"));
  return files.flatMap((changed) => {
    const tool = recorderOf(mutation.before.system, changed.file);
    const lost = tool === undefined ? undefined : lossIn(changed);
    return tool === undefined || lost === undefined
      ? []
      : [found(mutation, changed.file, { tool, ...lost })];
  });
}

function found({ after }: Mutation, file: string, lost: Loss & { readonly tool: string }): Breach {
  const place = { path: `${after.root}/${file}`, line: lost.line };
  const facts = { problem: "auditor-forgets", tool: lost.tool, names: lost.names.join(", ") };
  return breach("audit-weakened", place, facts);
}

/** By its own name, or because it is granted a sink. */
function recorderOf({ tools, capabilities }: System, file: string): string | undefined {
  const [tool] = Object.entries(tools).find(([, one]) => one.file === file) ?? [];
  if (tool === undefined) return undefined;
  const isGranted = Object.entries(capabilities).some(
    ([sink, one]) => one.grant.includes(tool) && isSink(sink, one),
  );
  return isGranted || isAuditing(tool) ? tool : undefined;
}

type Loss = { readonly names: readonly string[]; readonly line: number };

function lossIn({ bytes, former }: ChangedFile): Loss | undefined {
  const [old, young] = [readCode(decoder.decode(former)), readCode(decoder.decode(bytes))];
  const asks = askedIn(young);
  const unasked = [...askedIn(old)].filter((name) => !asks.has(name));
  if (unasked.length > 0) return { names: unasked, line: 1 };
  const least = leanestReturn(returnsIn(old));
  const thinner = returnsIn(young).find((one) => missingIn(one, least).length > 0);
  return thinner && { names: missingIn(thinner, least), line: thinner.line };
}

function askedIn(tokens: readonly CodeToken[]): ReadonlySet<string> {
  const asked = askedMembers(tokens).filter(({ of }) => of === "input");
  return new Set(asked.map(({ name }) => name));
}

function missingIn({ keys }: Returned, least: ReadonlySet<string>): readonly string[] {
  return keys === undefined ? [] : [...least].filter((name) => !keys.has(name));
}
