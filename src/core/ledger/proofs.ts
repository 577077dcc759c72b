import { foldSubtrees, type Hash, isHash, nodeHash, type Place } from "./merkle.ts";

/** Hashes from the leaf's sibling up to the root's child (RFC 6962 §2.1.1). */
export type InclusionProof = {
  readonly index: number;
  readonly size: number;
  readonly hashes: readonly Hash[];
};

/** Shows that the tree of `from` leaves is the beginning of the tree of `to` leaves (RFC 6962 §2.1.2). */
export type ConsistencyProof = {
  readonly from: number;
  readonly to: number;
  readonly hashes: readonly Hash[];
};

/**
 * Each hash of a proof as the perfect subtrees that it is folded from, largest first: at most two for
 * each bit of the size, so that a proof of one entry never reads the others.
 */
export type ProofPlan = readonly (readonly Place[])[];

/** Leaves from `begin` to below `end`. */
type Span = { readonly begin: number; readonly end: number };

/** An index outside of the tree is a fault of the caller. */
export function planInclusion(index: number, size: number): ProofPlan {
  if (!isPlace(index, size)) throw new RangeError("no such leaf in the tree");
  return auditSpans({ begin: 0, end: size }, index).map(perfectSubtrees);
}

function auditSpans(span: Span, index: number): readonly Span[] {
  if (span.end - span.begin <= 1) return [];
  const { left, right } = halves(span);
  return index < left.end
    ? [...auditSpans(left, index), right]
    : [...auditSpans(right, index), left];
}

/** `from` 0 is refused: the empty tree is the beginning of everything, so a proof would show nothing. */
export function planConsistency(from: number, size: number): ProofPlan {
  if (!isPlace(from - 1, size)) throw new RangeError("no such earlier tree");
  return grownSpans({ begin: 0, end: size }, from, true).map(perfectSubtrees);
}

function grownSpans(span: Span, from: number, isWhole: boolean): readonly Span[] {
  if (from === span.end) return isWhole ? [] : [span];
  const { left, right } = halves(span);
  return from <= left.end
    ? [...grownSpans(left, from, isWhole), right]
    : [...grownSpans(right, from, false), left];
}

/** Where the definition splits a tree: the left one is perfect. */
function halves({ begin, end }: Span): { readonly left: Span; readonly right: Span } {
  const middle = begin + largestPowerBelow(end - begin);
  return { left: { begin, end: middle }, right: { begin: middle, end } };
}

function perfectSubtrees({ begin, end }: Span): readonly Place[] {
  const places: Place[] = [];
  for (let from = begin; from < end;) {
    const leaves = largestPowerBelow(end - from + 1);
    places.push({ level: Math.round(Math.log2(leaves)), at: from / leaves });
    from += leaves;
  }
  return places;
}

/** The hashes of a proof; `hashes` are those of its plan's places, in their order. */
export function proofHashes(plan: ProofPlan, hashes: readonly Hash[]): readonly Hash[] {
  let read = 0;
  return plan.map(({ length }) => {
    const subtrees = hashes.slice(read, read + length);
    read += length;
    if (subtrees.length !== length) throw new RangeError("a proof lacks a subtree of its plan");
    return foldSubtrees(subtrees);
  });
}

export function checkInclusion(proof: InclusionProof, leaf: Hash, root: Hash): boolean {
  const { index, size, hashes } = proof;
  if (!isPlace(index, size) || ![leaf, root, ...hashes].every(isHash)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of hashes) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && hash === root;
}

export function checkConsistency(
  proof: ConsistencyProof,
  roots: { readonly from: Hash; readonly to: Hash },
): boolean {
  const { from, to, hashes } = proof;
  if (!isPlace(from - 1, to) || ![roots.from, roots.to, ...hashes].every(isHash)) return false;
  if (from === to) return hashes.length === 0 && roots.from === roots.to;
  // A whole number of perfect subtrees is its own first hash, which the proof therefore leaves out.
  const [seed, ...rest] = isPowerOfTwo(from) ? [roots.from, ...hashes] : hashes;
  if (seed === undefined) return false;
  const folded = foldConsistency({ from, to }, seed, rest);
  return folded !== undefined && folded.from === roots.from && folded.to === roots.to;
}

function foldConsistency(
  sizes: { readonly from: number; readonly to: number },
  seed: Hash,
  rest: readonly Hash[],
): { readonly from: Hash; readonly to: Hash } | undefined {
  let [at, last] = [sizes.from - 1, sizes.to - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [older, newer] = [seed, seed];
  for (const hash of rest) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      [older, newer] = [nodeHash(hash, older), nodeHash(hash, newer)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newer = nodeHash(newer, hash);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? { from: older, to: newer } : undefined;
}

function isPlace(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;
}

function isPowerOfTwo(value: number): boolean {
  return largestPowerBelow(value + 1) === value;
}

/** The largest power of two smaller than `value` (at least 2). */
function largestPowerBelow(value: number): number {
  let power = 1;
  while (power * 2 < value) power *= 2;
  return power;
}

// Not shifts: those work on 32 bits, and a tree may outgrow them.
function half(value: number): number {
  return Math.floor(value / 2);
}
