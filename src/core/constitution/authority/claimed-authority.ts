import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf, editsUnder, placeOfEdit } from "../breach.ts";
import { leftoverEdits } from "../safety/leftover-edits.ts";
import { wordAmong } from "../words-of.ts";

const breach = breachesOf("C5");

const AUTHORITY: ReadonlySet<string> = new Set([
  "tier",
  "tiers",
  "authority",
  "permission",
  "permissions",
  "privilege",
  "privileges",
  "role",
  "roles",
  "trusted",
]);

/** A description that says which tier its system has. Second-tier support is an honest desk. */
const TIER_NAMED =
  /(?:^|[^A-Za-z0-9])(?:tier[\s:=-]*T[0-3]|tier\s*[:=]\s*[0-3]|T[0-3][\s-](?:authority|tier|access|rights))(?:[^A-Za-z0-9]|$)/i;

/** A definition that says what authority it has. Only the charter says so; nothing reads this yet. */
export function claimedAuthority(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  const leftovers = mutation === undefined ? [] : leftoverEdits(mutation);
  const inExtensions = [...editsUnder(change, "extensions"), ...leftovers].flatMap((edit) =>
    addedMembers(edit).map((member) => ({ edit, ...member })),
  );
  const inMetadata = editsUnder(change, "metadata").flatMap((edit) =>
    addedMembers(edit).map((member) => ({ edit, ...member })),
  );
  return [
    ...inExtensions.filter(({ names }) => names.some((name) => wordAmong(name, AUTHORITY))),
    ...inMetadata.filter(({ value }) => typeof value === "string" && TIER_NAMED.test(value)),
  ].map(({ edit, pointer }) =>
    breach(
      "tier-escalated",
      { ...placeOfEdit(edit), pointer },
      { problem: "claimed", pointer, rule: "none" },
    ),
  );
}
