import type { Breach } from "../../gate/finding.ts";
import type { SystemRules } from "../../ir/charter.ts";
import type { Mutation } from "../../ir/mutation.ts";
import { parseWhen } from "../../ir/parse-when.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { tierRuleOf } from "../../ir/tier-rules.ts";
import { fieldsOf } from "../../ir/when-expression.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, editedNames, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C5");

/** Rounding of decimal fractions must not make an exact 25 % count as more. */
const SLACK = 1e-9;

/**
 * A bounded parameter left behind for another one, or for a number written into the graph: the
 * value moves as far as anybody likes, and no edit touches what the charter bounds.
 */
export function evadedBounds(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  const rules = mutation && change.charter.systems[mutation.system];
  if (mutation === undefined || rules === undefined) return [];
  return [...inEdges(mutation, rules), ...inNodes(mutation, rules)];
}

function inEdges(mutation: Mutation, rules: SystemRules): readonly Breach[] {
  const [before, after] = [mutation.before.system, mutation.after.system];
  return [...editedNames(mutation, "graph", "edges")].flatMap((id) => {
    const [edge, now] = [before, after].map(({ graph }) => ownOf(graph.edges, id));
    if (edge === undefined || now === undefined || edge.when === now.when) return [];
    const [former, later] = [parametersIn(edge.when), parametersIn(now.when)];
    const heirs = later.filter((name) => !former.includes(name));
    return former
      .filter((name) => !later.includes(name) && !isInherited(mutation, { name, heirs, rules }))
      .map((name) => breachAt(mutation, pointerOf("graph", "edges", id, "when"), name));
  });
}

/** A tool that takes one number less takes no other one: only a new one in its place is told apart. */
function inNodes(mutation: Mutation, rules: SystemRules): readonly Breach[] {
  const [before, after] = [mutation.before.system, mutation.after.system];
  return [...editedNames(mutation, "graph", "nodes")].flatMap((id) => {
    const [node, now] = [before, after].map(({ graph }) => ownOf(graph.nodes, id));
    if (node === undefined || now === undefined) return [];
    const heirs = now.parameters.filter((name) => !node.parameters.includes(name));
    if (heirs.length === 0) return [];
    return node.parameters
      .filter((name) => !now.parameters.includes(name))
      .filter((name) => !isInherited(mutation, { name, heirs, rules }))
      .map((name) => breachAt(mutation, pointerOf("graph", "nodes", id, "parameters"), name));
  });
}

function ownOf<T>(members: Readonly<Record<string, T>>, id: string): T | undefined {
  return Object.hasOwn(members, id) ? members[id] : undefined;
}

function breachAt({ after }: Mutation, pointer: string, parameter: string): Breach {
  const facts = { problem: "evaded", pointer, parameter };
  return breach("bound-exceeded", placeOfPointer(after, pointer), facts);
}

type Inheritance = {
  readonly name: string;
  readonly heirs: readonly string[];
  readonly rules: SystemRules;
};

/** No bound was on it, or what comes in its place has a value within that bound. */
function isInherited({ before, after }: Mutation, { name, heirs, rules }: Inheritance): boolean {
  const bound = tierRuleOf(pointerOf("parameters", name), rules)?.bound?.relative_change;
  const value = valueOf(before.system, name);
  if (bound === undefined || value === undefined) return true;
  return heirs.some((heir) => {
    const next = valueOf(after.system, heir);
    if (typeof value !== "number" || typeof next !== "number") return value === next;
    return Math.abs(next - value) <= Math.abs(value) * bound + SLACK;
  });
}

function valueOf({ parameters }: System, name: string): unknown {
  return Object.hasOwn(parameters, name) ? parameters[name]?.value : undefined;
}

function parametersIn(when: string | undefined): readonly string[] {
  const expression = when === undefined ? undefined : parseWhen(when);
  if (expression?.ok !== true) return [];
  return fieldsOf(expression.value)
    .filter(({ scope }) => scope === "parameters")
    .map(({ name }) => name);
}
