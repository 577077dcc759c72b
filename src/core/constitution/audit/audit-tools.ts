import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, editedNames, hasEditsUnder, placeOfPointer } from "../breach.ts";
import { knownValues } from "../ways/known-values.ts";
import { lostWays } from "../ways/lost-ways.ts";
import { passesBy } from "../ways/passes-by.ts";
import { turnsRuns } from "../ways/turns-runs.ts";
import { isSink } from "./audit-sinks.ts";
import { isAuditing } from "./audit-words.ts";

const breach = breachesOf("C4");

const EFFECTS: readonly string[] = ["none", "read", "write", "irreversible"];

/** Tools that write records, given less to do it with, or left out of runs that they used to record. */
export function auditTools(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  if (mutation === undefined) return [];
  const edited = auditorsAmong(editedNames(mutation, "tools"), mutation.before.system);
  return [
    ...[...edited].flatMap((tool) => weakened(mutation, tool)),
    ...passedOver(change, mutation),
  ];
}

/** Runs that come to no record, because they take another way or are cut off before it. */
function passedOver(change: ProposedChange, mutation: Mutation): readonly Breach[] {
  const isTurned = turnsRuns(mutation);
  if (!isTurned && !hasEditsUnder(mutation, ["resources"])) return [];
  const { system } = mutation.before;
  const auditors = auditorsAmong(new Set(Object.keys(system.tools)), system);
  if (auditors.size === 0) return [];
  return [
    ...(isTurned ? unrecorded(change, mutation, auditors) : []),
    ...cutShort(mutation, auditors),
  ];
}

/** By name, by what they are granted, or because a log names them as its writers. */
function auditorsAmong(
  asked: ReadonlySet<string>,
  { tools, capabilities, memory }: System,
): ReadonlySet<string> {
  if (asked.size === 0) return asked;
  const isAsked = (tool: string): boolean => asked.has(tool) && tools[tool] !== undefined;
  const sinks = Object.entries(capabilities).filter(
    ([sink, one]) => one.grant.some(isAsked) && isSink(sink, one),
  );
  const logs = Object.values(memory).filter(({ kind }) => kind === "log");
  const all = [
    ...[...asked].filter(isAuditing),
    ...sinks.flatMap(([, { grant }]) => grant),
    ...logs.flatMap(({ writers }) => writers),
  ];
  return new Set(all.filter(isAsked));
}

function weakened({ before, after }: Mutation, tool: string): readonly Breach[] {
  const [former, now] = [before.system.tools[tool], after.system.tools[tool]];
  if (former === undefined) return [];
  const found = (problem: string): Breach =>
    breach("audit-weakened", placeOfPointer(after, pointerOf("tools", tool)), { problem, tool });
  if (now === undefined) return [found("auditor-removed")];
  // Whoever writes a log beside other work may well become faster; C2 looks at steep cuts.
  const isStarved =
    (now.limits.memory_mb < former.limits.memory_mb ||
      now.limits.deadline_ms < former.limits.deadline_ms) &&
    isDedicated(before.system, tool);
  const isSilenced =
    EFFECTS.indexOf(now.effect) < EFFECTS.indexOf(former.effect) ||
    former.needs.some((need) => !now.needs.includes(need));
  return [
    ...(isStarved ? [found("auditor-starved")] : []),
    ...(isSilenced ? [found("auditor-silenced")] : []),
  ];
}

function isDedicated({ capabilities }: System, tool: string): boolean {
  const isGranted = ([sink, one]: readonly [string, System["capabilities"][string]]): boolean =>
    one.grant.includes(tool) && isSink(sink, one);
  return isAuditing(tool) || Object.entries(capabilities).some(isGranted);
}

type Auditors = ReadonlySet<string>;

/** Runs that met a recording node and do so no more, whichever way they take now. */
function unrecorded(
  change: ProposedChange,
  { before, after }: Mutation,
  auditors: Auditors,
): readonly Breach[] {
  const nodesOf = ({ graph }: System): ReadonlySet<string> =>
    new Set(Object.keys(graph.nodes).filter((id) => auditors.has(graph.nodes[id]?.tool ?? "")));
  const [former, now] = [nodesOf(before.system), nodesOf(after.system)];
  if (former.size === 0) return [];
  const isAvoidable = !passesBy(before.system, former) && passesBy(after.system, now);
  const lost = lostWays({
    before: before.system,
    after: after.system,
    known: knownValues(change, after),
    isWatched: ({ tool }) => auditors.has(tool ?? ""),
  });
  if (!isAvoidable && lost.length === 0 && now.size > 0) return [];
  const tool = [...auditors].join(", ");
  const facts = { problem: "runs-unrecorded", tool };
  return [breach("audit-weakened", placeOfPointer(after, "/graph"), facts)];
}

/** Calls that a run may make, fewer than it takes to come to the record. */
function cutShort({ before, after }: Mutation, auditors: Auditors): readonly Breach[] {
  const [former, now] = [before, after].map(({ system }) => system.resources.per_run.tool_calls);
  if (now === undefined || (former !== undefined && now >= former)) return [];
  const needed = callsToRecord(after.system, auditors);
  if (needed === undefined || now >= needed) return [];
  const place = placeOfPointer(after, "/resources/per_run/tool_calls");
  const facts = { problem: "record-out-of-reach", needed: String(needed), allowed: String(now) };
  return [breach("audit-weakened", place, facts)];
}

/** The most tool calls on a shortest way from the entry to any node that records. */
function callsToRecord({ graph }: System, auditors: Auditors): number | undefined {
  const fewest = new Map<string, number>();
  const waiting: (readonly [string, number])[] = [[graph.entry, 0]];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const [id, before] = at;
    const node = graph.nodes[id];
    const calls = before + (node?.kind === "tool" ? 1 : 0);
    if (node === undefined || calls >= (fewest.get(id) ?? Infinity)) continue;
    fewest.set(id, calls);
    for (const edge of Object.values(graph.edges))
      if (edge.from === id) waiting.push([edge.to, calls]);
  }
  const needed = [...fewest].filter(([id]) => auditors.has(graph.nodes[id]?.tool ?? ""));
  return needed.length === 0 ? undefined : Math.max(...needed.map(([, calls]) => calls));
}
