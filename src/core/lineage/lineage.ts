import type { Digest } from "../kernel/digest.ts";

/** One version and where it came from; a version without a parent is a root. */
export type Descent = { readonly version: Digest; readonly parent?: Digest };

/** Every version that `version` came from, nearest first. Loops (a revert to an ancestor) end once. */
export function ancestorsOf(edges: readonly Descent[], version: Digest): readonly Digest[] {
  return walk(
    version,
    stepsFrom(edges, (edge) => [edge.version, edge.parent]),
  );
}

/** Every version that came from `version`, nearest first. */
export function descendantsOf(edges: readonly Descent[], version: Digest): readonly Digest[] {
  return walk(
    version,
    stepsFrom(edges, (edge) => [edge.parent, edge.version]),
  );
}

/** The nearest version that both came from; a version counts as its own ancestor here. */
export function commonAncestorOf(
  edges: readonly Descent[],
  left: Digest,
  right: Digest,
): Digest | undefined {
  const ofRight = new Set([right, ...ancestorsOf(edges, right)]);
  return [left, ...ancestorsOf(edges, left)].find((version) => ofRight.has(version));
}

type Steps = ReadonlyMap<Digest, readonly Digest[]>;

function stepsFrom(
  edges: readonly Descent[],
  direct: (edge: Descent) => readonly [from: Digest | undefined, to: Digest | undefined],
): Steps {
  const steps = new Map<Digest, Digest[]>();
  for (const edge of edges) {
    const [from, to] = direct(edge);
    if (from === undefined || to === undefined) continue;
    steps.set(from, [...(steps.get(from) ?? []), to]);
  }
  return steps;
}

/** Breadth first, so that nearer versions come before farther ones. */
function walk(start: Digest, steps: Steps): readonly Digest[] {
  const seen = new Set([start]);
  const found: Digest[] = [];
  for (let ring: readonly Digest[] = [start]; ring.length > 0;) {
    const next: Digest[] = [];
    for (const version of ring.flatMap((from) => steps.get(from) ?? [])) {
      if (seen.has(version)) continue;
      seen.add(version);
      next.push(version);
    }
    found.push(...next);
    ring = next;
  }
  return found;
}
