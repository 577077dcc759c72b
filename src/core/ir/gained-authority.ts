import { type Pointer, pointerOf, segmentsOf } from "../kernel/pointer.ts";
import { effectiveReach, gainedReach, type Running, runningModules } from "./capabilities.ts";
import type { ChangeSet } from "./change-set.ts";
import type { SystemRules } from "./charter.ts";
import type { System } from "./system.ts";
import { higherTier, type Tier } from "./tier.ts";
import { tierOf } from "./tier-rules.ts";

/**
 * Something that a run can do in the later system and could not in the earlier, because of what it
 * can reach: `pointer` is the grant by which a rule would judge it, `tool` the module that gains.
 */
export type Gain = {
  readonly pointer: Pointer;
  readonly tool: string;
  readonly capability: string;
};

type Sides = { readonly before: System; readonly after: System };

/** The places on which reach depends; new bytes in a tool's file are not among them. */
const DEPENDS: ReadonlyMap<string, readonly (string | undefined)[]> = new Map([
  ["tools", [undefined, "effect"]],
  ["models", [undefined, "auth"]],
  ["memory", [undefined, "writers"]],
]);

/** What the change makes reachable; equal graphs and grants lead equally far and are not walked. */
export function gainsOf(changes: ChangeSet, sides: Sides): readonly Gain[] {
  return mayGainAuthority(changes) ? gainedAuthority(sides) : [];
}

function mayGainAuthority({ edits }: ChangeSet): boolean {
  return edits.some(({ pointer, kind }) => {
    const [member = "", , part] = segmentsOf(pointer);
    if (member === "graph" || member === "capabilities") return true;
    const isReplacedWhole = part === undefined && kind === "replace";
    return !isReplacedWhole && (DEPENDS.get(member)?.includes(part) ?? false);
  });
}

/**
 * All that became reachable, however far away the edit was that led there: capabilities, tools whose
 * runs leave something behind, models that speak with a secret, stores that a tool may write.
 */
function gainedAuthority({ before, after }: Sides): readonly Gain[] {
  const [formerly, now] = [runningModules(before), runningModules(after)];
  const reach = gainedReach(effectiveReach(before, formerly), effectiveReach(after, now));
  return [
    ...reach.map(({ capability, via }): Gain => {
      const pointer = pointerOf("capabilities", capability, "grant");
      return { pointer, tool: via[0] ?? "", capability };
    }),
    ...gained(actingTools(before, formerly), actingTools(after, now), (tool) => [
      "tools",
      tool,
      "effect",
    ]),
    ...gained(authorised(before, formerly), authorised(after, now), (model) => [
      "models",
      model,
      "auth",
    ]),
    ...gainedStores({ before, after }, { formerly, now }),
  ];
}

function gained(
  former: ReadonlySet<string>,
  later: ReadonlySet<string>,
  placeOf: (module: string) => readonly string[],
): readonly Gain[] {
  return [...later]
    .filter((module) => !former.has(module))
    .map((tool) => ({ pointer: pointerOf(...placeOf(tool)), tool, capability: tool }));
}

/** Tools that can run and whose runs leave something behind. */
function actingTools({ tools }: System, running: Running): ReadonlySet<string> {
  const acts = (id: string): boolean => {
    const effect = Object.hasOwn(tools, id) ? tools[id]?.effect : undefined;
    return effect === "write" || effect === "irreversible";
  };
  return new Set([...running.tools].filter(acts));
}

function authorised({ models }: System, running: Running): ReadonlySet<string> {
  const speaks = (id: string): boolean =>
    Object.hasOwn(models, id) && models[id]?.auth !== undefined;
  return new Set([...running.models].filter(speaks));
}

function gainedStores(
  { before, after }: Sides,
  { formerly, now }: { readonly formerly: Running; readonly now: Running },
): readonly Gain[] {
  return Object.entries(after.memory).flatMap(([store, { writers }]) => {
    const former = before.memory[store]?.writers.filter((id) => formerly.tools.has(id)) ?? [];
    const known = new Set(former);
    return writers
      .filter((tool) => now.tools.has(tool) && !known.has(tool))
      .map((tool) => ({ pointer: pointerOf("memory", store, "writers"), tool, capability: store }));
  });
}

/**
 * The highest tier a change needs, indirect reach included: an edge that wires a granted tool in is
 * a change of capability, whatever the tier of edges.
 */
export function effectiveTier(
  changes: ChangeSet,
  gains: readonly Gain[],
  rules: SystemRules,
): Tier {
  const indirect = gains.map(({ pointer }) => tierOf(pointer, true, rules));
  const direct = changes.edits.map(({ tier }) => tier);
  return [...direct, ...indirect].reduce<Tier>(higherTier, "T0");
}
