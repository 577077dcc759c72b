import type { Edit } from "../core/ir/change-set.ts";
import type { Json } from "../core/kernel/json.ts";

/** An edit as command line and API show it. Every key is always there; what is not known is null. */
export function editOf(edit: Edit): { readonly [member: string]: Json } {
  const { pointer, kind, before = null, after = null, path, line, tier, widening } = edit;
  return { pointer, kind, before, after, path, line, tier, widening };
}
