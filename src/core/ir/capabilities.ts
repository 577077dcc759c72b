import type { ChangeSet } from "./change-set.ts";
import type { SystemRules } from "./charter.ts";
import type { System } from "./system.ts";
import { higherTier, type Tier } from "./tier.ts";
import { tierOf } from "./tier-rules.ts";

/** What a running system can touch, and through which of its tools. */
export type Reach = {
  readonly capability: string;
  readonly kind: string;
  readonly target: string;
  readonly access: "read" | "write";
  readonly via: readonly string[];
};

/** Node ids that a run can enter, following edges from the entry. */
export function reachableNodes(system: System): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [system.graph.entry];
  const edges = Object.values(system.graph.edges);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (reached.has(at) || !Object.hasOwn(system.graph.nodes, at)) continue;
    reached.add(at);
    waiting.push(...edges.filter(({ from }) => from === at).map(({ to }) => to));
  }
  return reached;
}

/**
 * The capabilities that a run can really use: granted to a tool, and the tool stands at a node that
 * can be reached. A grant to a tool that never runs is not reach; wiring that tool in makes it so.
 */
export function effectiveReach(system: System): readonly Reach[] {
  const running = new Set(
    [...reachableNodes(system)].flatMap((id) => system.graph.nodes[id]?.tool ?? []),
  );
  return Object.entries(system.capabilities)
    .map(([capability, { kind, target, access, grant }]): Reach => {
      const via = grant.filter((tool) => running.has(tool)).sort();
      return { capability, kind, target, access, via };
    })
    .filter(({ via }) => via.length > 0);
}

/** Reach that the later system has and the earlier one had not: new, stronger, or through more tools. */
export function gainedReach(before: System, after: System): readonly Reach[] {
  const earlier = effectiveReach(before);
  return effectiveReach(after).filter((reach) => !earlier.some((old) => covers(old, reach)));
}

function covers(old: Reach, reach: Reach): boolean {
  return (
    old.kind === reach.kind &&
    old.target === reach.target &&
    (old.access === "write" || reach.access === "read") &&
    reach.via.every((tool) => old.via.includes(tool))
  );
}

/**
 * The highest tier a change needs, indirect reach included: an edge that wires a granted tool in is
 * a change of capability, whatever the tier of edges.
 */
export function effectiveTier(
  changes: ChangeSet,
  systems: { readonly before: System; readonly after: System },
  rules: SystemRules,
): Tier {
  const gained = gainedReach(systems.before, systems.after).map(({ capability }) =>
    tierOf(`/capabilities/${capability}/grant`, true, rules),
  );
  const tiers = [...changes.edits.map(({ tier }) => tier), ...gained];
  return tiers.reduce<Tier>(higherTier, "T0");
}
