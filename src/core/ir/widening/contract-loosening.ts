import type { JsonEdit } from "../diff-json.ts";
import { loosensContract } from "../schema/loosens-contract.ts";
import { mismatches } from "../schema/mismatches.ts";
import type { System } from "../system.ts";

type Sides = { readonly before: System; readonly after: System };

const SIDES = ["input", "output"] as const;

/**
 * The edits that loosen the contract: each by itself, so that no edit takes back what another one
 * loosens; and all of a side that lets more through as a whole although none of them alone does.
 */
export function contractLoosening(
  { before, after }: Sides,
  edits: readonly JsonEdit[],
): ReadonlySet<JsonEdit> {
  const loosening = SIDES.flatMap((side) => {
    const ofSide = edits.filter(({ pointer }) => pointer.startsWith(`/contract/${side}`));
    const former = before.contract[side];
    const alone = ofSide.filter((edit) => loosensContract(edit, former));
    const isCompared = ofSide.length > 0 && alone.length === 0;
    const isWider = isCompared && mismatches(after.contract[side], former, "").length > 0;
    return isWider ? ofSide : alone;
  });
  return new Set(loosening);
}
