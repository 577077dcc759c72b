import { isJsonObject, type Json } from "../../kernel/json.ts";
import { isAtLeastAsLong } from "../../kernel/calendar-span.ts";
import type { JsonEdit } from "../diff-json.ts";
import { isAddress, isWithinTarget } from "../targets/within-target.ts";
import { isRemoved } from "./grants.ts";

/** A limit that goes up, or away. Setting one where there was none only narrows. */
export function isLimitRaised(edit: JsonEdit): boolean {
  return (
    isRemoved(edit) || (edit.kind === "replace" && !(numberOf(edit.after) <= numberOf(edit.before)))
  );
}

export function isFloorLowered(edit: JsonEdit): boolean {
  return (
    isRemoved(edit) || (edit.kind === "replace" && !(numberOf(edit.after) >= numberOf(edit.before)))
  );
}

/** Kept for longer. Spans that cannot be compared count as longer. */
export function isKeptLonger({ before, after }: JsonEdit): boolean {
  if (typeof before !== "string" || typeof after !== "string") return true;
  return !isAtLeastAsLong(before, after);
}

/**
 * A value that leaves the kind its bounds speak of, or that says where to go and says another place
 * than before: a setting that holds an address is a target, whatever it is called.
 */
export function isSettingWidened({ before, after }: JsonEdit): boolean {
  if (before !== undefined && after !== undefined && typeof before !== typeof after) return true;
  return addressesIn(after).some(
    (address) => typeof before !== "string" || !isWithinTarget(address, before),
  );
}

/** Addresses anywhere in a value that arrives whole. */
export function addressesIn(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return isAddress(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(addressesIn);
  return isJsonObject(value) ? Object.values(value).flatMap(addressesIn) : [];
}

function numberOf(value: Json | undefined): number {
  return typeof value === "number" ? value : Number.NaN;
}
