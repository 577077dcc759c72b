import { segmentsOf } from "../../kernel/pointer.ts";
import type { JsonEdit } from "../diff-json.ts";
import type { System } from "../system.ts";
import { contractLoosening } from "./contract-loosening.ts";
import {
  capabilityArrives,
  capabilityGrows,
  gained,
  isEffectRaised,
  isRemoved,
  isRetargeted,
  lost,
  toolArrives,
} from "./grants.ts";
import {
  addressesIn,
  isFloorLowered,
  isKeptLonger,
  isLimitRaised,
  isSettingWidened,
} from "./limits.ts";

type Sides = { readonly before: System; readonly after: System };

/** Judges an edit of one top-level member; `path` is the pointer below that member. */
type Rule = (edit: JsonEdit, path: readonly string[], sides: Sides) => boolean;

const arrives = ({ kind }: JsonEdit): boolean => kind === "add";

/** Members that grant nothing by themselves, prose and wiring, have no row. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["capabilities", ofCapability],
  ["secrets", (edit) => !isRemoved(edit)],
  ["tools", ofTool],
  [
    "artifacts",
    (edit, [, member]) => (member === undefined || member === "uri") && !isRemoved(edit),
  ],
  ["parameters", ofParameter],
  ["models", ofModel],
  ["memory", ofMemory],
  ["graph", (edit, path) => path.join("/") === "loops/max" && isLimitRaised(edit)],
  ["resources", isLimitRaised],
  ["policies", ofPolicy],
]);

/**
 * The edits between these two systems that grant, loosen or enlarge something. Decided by
 * inclusion: what is named afterwards must lie inside what was named before, or it is wider; what
 * cannot be compared is wider. Both sides are normalised, so that a member that is left out counts as
 * its default. Direct reach only; what becomes reachable in another way is found by `gainedReach`.
 */
export function wideningEdits(sides: Sides, edits: readonly JsonEdit[]): ReadonlySet<JsonEdit> {
  const loosening = contractLoosening(sides, edits);
  const widening = edits.filter((edit) => {
    const [member = "", ...path] = segmentsOf(edit.pointer);
    return loosening.has(edit) || RULES.get(member)?.(edit, path, sides) === true;
  });
  return new Set(widening);
}

function ofCapability(edit: JsonEdit, [, member]: readonly string[], { before }: Sides): boolean {
  if (member !== undefined) return capabilityGrows(edit, member);
  return arrives(edit) && capabilityArrives(edit, before);
}

function ofTool(edit: JsonEdit, [, member]: readonly string[]): boolean {
  switch (member) {
    case undefined:
      return arrives(edit) && toolArrives(edit);
    case "effect":
      return isEffectRaised(edit);
    case "needs":
      return gained(edit);
    case "limits":
      return isLimitRaised(edit);
    default:
      return member === "artifact" && !isRemoved(edit);
  }
}

function ofParameter(edit: JsonEdit, [, member]: readonly string[]): boolean {
  switch (member) {
    case undefined:
      return addressesIn(edit.after).length > 0;
    case "minimum":
      return isFloorLowered(edit);
    case "maximum":
      return isLimitRaised(edit);
    default:
      return isSettingWidened(edit);
  }
}

function ofModel(edit: JsonEdit, [, member]: readonly string[]): boolean {
  if (member === undefined) return arrives(edit);
  if (member === "params") return isSettingWidened(edit);
  return (member === "provider" || member === "auth") && !isRemoved(edit);
}

/** A log that is kept for longer is a better record; any other store then knows more about people. */
function ofMemory(edit: JsonEdit, [id = "", member]: readonly string[], { after }: Sides): boolean {
  switch (member) {
    case undefined:
      return arrives(edit);
    case "retention":
      return after.memory[id]?.kind !== "log" && isKeptLonger(edit);
    case "writers":
      return gained(edit);
    case "scope":
      return isRetargeted(edit);
    default:
      return true;
  }
}

/** Whether another pattern forbids less cannot be decided, so it counts as less. */
function ofPolicy(edit: JsonEdit, [, member]: readonly string[]): boolean {
  if (member === undefined) return isRemoved(edit);
  return member === "applies_to" ? lost(edit) : true;
}
