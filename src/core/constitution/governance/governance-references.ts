import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { addedMembers, type AddedMember } from "../added-members.ts";
import { breachesOf, editsUnder, placeOfEdit } from "../breach.ts";
import { wordAmong } from "../words-of.ts";

const breach = breachesOf("C1");

/** Where governance lives, in whatever notation a target or an address is written. */
const GOVERNANCE =
  /(?:^|[^a-z0-9])(?:\.omega|charter\.ya?ml|codeowners|\.gitattributes|\.gitmodules|\.github)(?:[^a-z0-9]|$)/i;

/** Out of the system's folder: upwards, absolute, a local file, or another scheme than https. */
const OUTWARD = /(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\~]|^(?!https:)[a-z][a-z0-9+.-]*:/i;

const GOVERNING_NAMES: ReadonlySet<string> = new Set([
  "constitution",
  "governance",
  "charter",
  "stewards",
  "quorum",
]);

/** References, targets and settings by which a change would reach its own government. */
export function governanceReferences(change: ProposedChange): readonly Breach[] {
  return [
    ...claimsIn(change),
    ...pointing(change, "capabilities", (value) => GOVERNANCE.test(value)),
    ...pointing(change, "artifacts", (value) => GOVERNANCE.test(value) || OUTWARD.test(value)),
    ...pointing(change, "contract", (value, name) => name === "$ref" && !value.startsWith("#")),
  ];
}

/** A system does not choose the constitution it stands under, not even where nothing reads it yet. */
function claimsIn(change: ProposedChange): readonly Breach[] {
  return editsUnder(change, "extensions").flatMap((edit) =>
    addedMembers(edit).flatMap((member) => {
      const name = member.names.find((one) => wordAmong(one, GOVERNING_NAMES));
      if (name === undefined) return [];
      const place = { ...placeOfEdit(edit), pointer: member.pointer };
      return [breach("governance-reached", place, { problem: "claims", name })];
    }),
  );
}

function pointing(
  change: ProposedChange,
  member: string,
  reaches: (value: string, name: string) => boolean,
): readonly Breach[] {
  return editsUnder(change, member).flatMap((edit) =>
    addedMembers(edit)
      .filter((added) => isReaching(added, reaches))
      .map(({ pointer, value }) =>
        breach(
          "governance-reached",
          { ...placeOfEdit(edit), pointer },
          { problem: "reference", pointer, target: JSON.stringify(value) },
        ),
      ),
  );
}

function isReaching(
  { names, value }: AddedMember,
  reaches: (value: string, name: string) => boolean,
): boolean {
  return typeof value === "string" && reaches(value, names.at(-1) ?? "");
}
