import { type Hash, isHash, nodeHash, rootOfLeaves } from "./merkle.ts";

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

/** `leaves` are those of the tree of that size; an index outside it is a fault of the caller. */
export function proveInclusion(leaves: readonly Hash[], index: number): InclusionProof {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) {
    throw new RangeError("no such leaf in the tree");
  }
  return { index, size: leaves.length, hashes: auditPath(leaves, index) };
}

function auditPath(leaves: readonly Hash[], index: number): Hash[] {
  if (leaves.length <= 1) return [];
  const split = largestPowerBelow(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return index < split
    ? [...auditPath(left, index), rootOfLeaves(right)]
    : [...auditPath(right, index - split), rootOfLeaves(left)];
}

/** `from` 0 is refused: the empty tree is the beginning of everything, so a proof would show nothing. */
export function proveConsistency(leaves: readonly Hash[], from: number): ConsistencyProof {
  if (!Number.isSafeInteger(from) || from < 1 || from > leaves.length) {
    throw new RangeError("no such earlier tree");
  }
  return { from, to: leaves.length, hashes: subProof(leaves, from, true) };
}

function subProof(leaves: readonly Hash[], from: number, whole: boolean): Hash[] {
  if (from === leaves.length) return whole ? [] : [rootOfLeaves(leaves)];
  const split = largestPowerBelow(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return from <= split
    ? [...subProof(left, from, whole), rootOfLeaves(right)]
    : [...subProof(right, from - split, false), rootOfLeaves(left)];
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
