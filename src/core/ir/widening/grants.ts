import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import type { JsonEdit } from "../diff-json.ts";
import type { System } from "../system.ts";
import { isWithinTarget } from "../targets/within-target.ts";

const EFFECTS: readonly Json[] = ["none", "read", "write", "irreversible"];
const ACCESS: readonly Json[] = ["read", "write"];

type Capability = System["capabilities"][string];

export const isRemoved = ({ kind }: JsonEdit): boolean => kind === "remove";

export function gained({ before, after }: JsonEdit): boolean {
  const former = new Set(listOf(before));
  return listOf(after).some((item) => !former.has(item));
}

export function lost({ before, after }: JsonEdit): boolean {
  const kept = new Set(listOf(after));
  return listOf(before).some((item) => !kept.has(item));
}

/** Whether reach stays inside: the same kind of thing, no more of it, and nothing stronger. */
export function isWithinReach(
  narrow: Pick<Capability, "kind" | "target" | "access">,
  wide: Pick<Capability, "kind" | "target" | "access">,
): boolean {
  return (
    narrow.kind === wide.kind &&
    (narrow.access === wide.access || wide.access === "write") &&
    isWithinTarget(narrow.target, wide.target)
  );
}

/** A capability that arrives, unless one that was there gave all of it to the same tools. */
export function capabilityArrives({ after }: JsonEdit, { capabilities }: System): boolean {
  if (!isJsonObject(after)) return false;
  const { kind, target, access } = after;
  const grant = listOf(after["grant"]);
  if (grant.length === 0 || typeof kind !== "string" || typeof target !== "string") return true;
  const arriving = { kind, target, access: access === "read" ? "read" : "write" } as const;
  return !Object.values(capabilities).some(
    (old) =>
      isWithinReach(arriving, old) && grant.every((tool) => old.grant.some((one) => one === tool)),
  );
}

export function capabilityGrows(edit: JsonEdit, member: string): boolean {
  switch (member) {
    case "access":
      return isRaisedIn(ACCESS, edit);
    case "grant":
      return gained(edit);
    case "target":
      return isRetargeted(edit);
    default:
      return true;
  }
}

/** A target that is not inside the former one. */
export function isRetargeted({ before, after }: JsonEdit): boolean {
  return typeof before !== "string" || typeof after !== "string" || !isWithinTarget(after, before);
}

/** A tool that arrives with reach; one that computes and touches nothing is no grant. */
export function toolArrives({ after }: JsonEdit): boolean {
  if (!isJsonObject(after)) return true;
  return after["effect"] !== "none" || listOf(after["needs"]).length > 0 || usesArtifact(after);
}

function usesArtifact(tool: JsonObject): boolean {
  return tool["artifact"] !== undefined;
}

export function isEffectRaised(edit: JsonEdit): boolean {
  return isRaisedIn(EFFECTS, edit);
}

/** What is not in the order cannot be compared, and counts as higher. */
function isRaisedIn(order: readonly Json[], { before = null, after = null }: JsonEdit): boolean {
  const [old, young] = [order.indexOf(before), order.indexOf(after)];
  return young === -1 || old === -1 || young > old;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
