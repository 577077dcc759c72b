import { type Hash, type Place, rootOfLeaves } from "../../src/core/ledger/merkle.ts";
import {
  type ConsistencyProof,
  type InclusionProof,
  planConsistency,
  planInclusion,
  proofHashes,
  type ProofPlan,
} from "../../src/core/ledger/proofs.ts";

/** A subtree as its leaves define it, for trees that are small enough to be held whole. */
function subtreeOf(leaves: readonly Hash[], { level, at }: Place): Hash {
  const width = 2 ** level;
  return rootOfLeaves(leaves.slice(at * width, (at + 1) * width));
}

function hashesOf(leaves: readonly Hash[], plan: ProofPlan): readonly Hash[] {
  return proofHashes(
    plan,
    plan.flat().map((place) => subtreeOf(leaves, place)),
  );
}

export function proveInclusion(leaves: readonly Hash[], index: number): InclusionProof {
  const hashes = hashesOf(leaves, planInclusion(index, leaves.length));
  return { index, size: leaves.length, hashes };
}

export function proveConsistency(leaves: readonly Hash[], from: number): ConsistencyProof {
  const hashes = hashesOf(leaves, planConsistency(from, leaves.length));
  return { from, to: leaves.length, hashes };
}
