import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf, editsUnder, placeOfEdit } from "../breach.ts";
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

/** `T0` to `T3` as a word of its own: a description that says which tier its system has. */
const TIER_NAMED = /(?:^|[^A-Za-z0-9])tier[\s:=-]*T?[0-3](?:[^A-Za-z0-9]|$)/i;

/** A definition that says what authority it has. Only the charter says so; nothing reads this yet. */
export function claimedAuthority(change: ProposedChange): readonly Breach[] {
  const inExtensions = editsUnder(change, "extensions").flatMap((edit) =>
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
