import { sha256Hex, taggedSha256Hex } from "../kernel/digest.ts";

/** A tree or leaf hash as 64 lower-case hex digits. */
export type Hash = string;

/** Root of the tree without leaves: the hash of nothing (RFC 6962 §2.1). */
export const EMPTY_ROOT: Hash = sha256Hex("");

/**
 * The roots of the perfect subtrees that a tree of `size` leaves falls into, largest first.
 * It is all that is needed to append and to name the root: at most one hash per bit of the size.
 */
export type CompactRange = { readonly size: number; readonly hashes: readonly Hash[] };

export const EMPTY_RANGE: CompactRange = { size: 0, hashes: [] };

// The prefix bytes keep a leaf from being passed off as an inner node (second preimage).
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(entry: Uint8Array | string): Hash {
  return taggedSha256Hex(LEAF, entry);
}

export function nodeHash(left: Hash, right: Hash): Hash {
  if (!isHash(left) || !isHash(right)) throw new TypeError("not a SHA-256 in hex");
  return taggedSha256Hex(NODE, left + right, "hex");
}

/**
 * The perfect subtree of 2^`level` leaves that begins with leaf `at` · 2^`level`. Once it stands its
 * hash never changes, however far the tree grows.
 */
export type Place = { readonly level: number; readonly at: number };
export type TreeNode = Place & { readonly hash: Hash };

/** Adds a leaf on the right: subtrees of equal size merge, as in a binary counter. */
export function appendLeaf(range: CompactRange, leaf: Hash): CompactRange {
  return growTree(range, leaf).range;
}

/** As `appendLeaf`, with the inner nodes that stand from now on, smallest first. */
export function growTree(
  { size, hashes }: CompactRange,
  leaf: Hash,
): { readonly range: CompactRange; readonly nodes: readonly TreeNode[] } {
  const left = [...hashes];
  const nodes: TreeNode[] = [];
  let hash = leaf;
  for (let trees = size; trees % 2 === 1; trees = Math.floor(trees / 2)) {
    const sibling = left.pop();
    if (sibling === undefined) throw new RangeError("a compact range lacks a subtree of its size");
    hash = nodeHash(sibling, hash);
    nodes.push({ level: nodes.length + 1, at: Math.floor(trees / 2), hash });
  }
  return { range: { size: size + 1, hashes: [...left, hash] }, nodes };
}

export function rootOfRange(range: CompactRange): Hash {
  return range.hashes.length === 0 ? EMPTY_ROOT : foldSubtrees(range.hashes);
}

/** The root over neighbouring perfect subtrees, largest first; there is at least one. */
export function foldSubtrees(hashes: readonly Hash[]): Hash {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}

export function rootOfLeaves(leaves: readonly Hash[]): Hash {
  return rootOfRange(leaves.reduce(appendLeaf, EMPTY_RANGE));
}

export function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
