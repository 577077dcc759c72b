import { reachableNodes } from "../../ir/capabilities.ts";
import { evaluateWhen } from "../../ir/evaluate-when.ts";
import { parseWhen } from "../../ir/parse-when.ts";
import type { System } from "../../ir/system.ts";
import { fieldsOf, type WhenExpression } from "../../ir/when-expression.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { jsonOf } from "../../ir/json-of.ts";
import { passesBy } from "./passes-by.ts";
import { type Known, whenSamples } from "./when-samples.ts";

type Node = System["graph"]["nodes"][string];

export type Watched = {
  readonly before: System;
  readonly after: System;
  /** What the later version says of values; parameters count as they stand there. */
  readonly known: Known;
  /** The nodes that must keep their place in the runs. */
  readonly isWatched: (node: Node) => boolean;
};

/** How a run that used to meet a watched node no longer does; `node` is where it turns off. */
export type LostWay = {
  readonly problem: "diverted" | "bypassed" | "closed";
  readonly node: string;
};

/**
 * Ways to watched nodes that the later graph takes away: runs that turn off where they used to go
 * there, runs that never come to that turning, and conditions that no values can open any more.
 */
export function lostWays(watched: Watched): readonly LostWay[] {
  const { before, after } = watched;
  const former = watchedIn(before, watched);
  const now = watchedIn(after, watched);
  if (former.size === 0 || now.size === 0) return [];
  return deciders(before, former).flatMap((node): readonly LostWay[] => {
    const heir = heirOf(node, before, after);
    if (heir === undefined) return [{ problem: "diverted", node }];
    const isBypassed =
      !passesBy(before, new Set([node])) && passesBy(after, new Set([heir, ...now]));
    return [
      ...(isBypassed ? [{ problem: "bypassed", node: heir } as const] : []),
      ...turnsOff({ watched, former, now, node, heir }),
    ];
  });
}

function watchedIn(system: System, { isWatched }: Watched): ReadonlySet<string> {
  const reached = [...reachableNodes(system)];
  return new Set(
    reached.filter((id) => isWatched(system.graph.nodes[id] ?? { kind: "end", parameters: [] })),
  );
}

/** Where a run turns to a watched node, or does not. */
function deciders({ graph }: System, watched: ReadonlySet<string>): readonly string[] {
  const froms = Object.values(graph.edges).flatMap(({ from, to }) =>
    watched.has(to) ? [from] : [],
  );
  return [...new Set(froms)].filter((id) => !watched.has(id) && graph.nodes[id] !== undefined);
}

/** The same node under its old name, or under a new one. */
function heirOf(node: string, before: System, after: System): string | undefined {
  const reached = reachableNodes(after);
  if (reached.has(node)) return node;
  const same = canonicalJson(jsonOf(before.graph.nodes[node] ?? null));
  return [...reached].find(
    (id) =>
      before.graph.nodes[id] === undefined &&
      canonicalJson(jsonOf(after.graph.nodes[id] ?? null)) === same,
  );
}

type Turning = {
  readonly watched: Watched;
  readonly former: ReadonlySet<string>;
  readonly now: ReadonlySet<string>;
  readonly node: string;
  readonly heir: string;
};

function turnsOff({ watched, former, now, node, heir }: Turning): readonly LostWay[] {
  const { before, after, known } = watched;
  const [old, young] = [exitsOf(before, node), exitsOf(after, heir)];
  const conditions = [...old, ...young].flatMap(({ when }) => when ?? []);
  // What the old conditions asked for may be tuned; what asks anew may take any value later.
  const asked = new Set(
    old.flatMap(({ when }) => (when === undefined ? [] : fieldsOf(when))).map(({ name }) => name),
  );
  const parameters = new Map([...known.parameters].filter(([name]) => asked.has(name)));
  const samples = whenSamples(conditions, { ...known, parameters, isSeen: () => true });
  const leads = (to: string): boolean => now.has(to) || !passesBy(after, now, to);
  const isDiverted =
    samples === undefined ||
    samples.some((values) => {
      const went = opened(old, values);
      const goes = opened(young, values);
      const used = went.length > 0 && went.every(({ to }) => former.has(to));
      return used && !(goes.length > 0 && goes.every(({ to }) => leads(to)));
    });
  if (isDiverted) return [{ problem: "diverted", node: heir }];
  const isClosed =
    !isOpenable(young, known, leads) &&
    isOpenable(old, parametersOf(before, known), (to) => former.has(to));
  return isClosed ? [{ problem: "closed", node: heir }] : [];
}

function parametersOf(system: System, known: Known): Known {
  const values = Object.entries(system.parameters).map(
    ([name, { value }]) => [name, value] as const,
  );
  return { ...known, parameters: new Map(values) };
}

function isOpenable(exits: readonly Exit[], known: Known, leads: (to: string) => boolean): boolean {
  const conditions = exits.flatMap(({ when }) => when ?? []);
  const samples = whenSamples(conditions, { ...known, isSeen: () => true });
  const isTaken = (values: Parameters<typeof opened>[1]): boolean =>
    opened(exits, values).some(({ to }) => leads(to));
  return samples === undefined || samples.some(isTaken);
}

type Exit = { readonly to: string; readonly when?: WhenExpression };

/** An unreadable condition never opens. */
function exitsOf({ graph }: System, node: string): readonly Exit[] {
  return Object.values(graph.edges)
    .filter(({ from }) => from === node)
    .flatMap(({ to, when }): readonly Exit[] => {
      if (when === undefined) return [{ to }];
      const parsed = parseWhen(when);
      return parsed.ok ? [{ to, when: parsed.value }] : [];
    });
}

/** Every exit that is open: which of several is taken depends on their order, which is no promise. */
function opened(
  exits: readonly Exit[],
  values: Parameters<typeof evaluateWhen>[1],
): readonly Exit[] {
  return exits.filter(({ when }) => when === undefined || evaluateWhen(when, values) === true);
}
