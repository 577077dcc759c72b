import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf, editsUnder, placeOfEdit } from "../breach.ts";
import { wordAmong } from "../words-of.ts";

const breach = breachesOf("C4");

const RECORDS: ReadonlySet<string> = new Set([
  "lineage",
  "provenance",
  "parent",
  "ancestry",
  "audit",
  "ledger",
  "retention",
]);

/** Where a version came from is in the ledger; a definition that says it too would be believed. */
export function forgedRecords(change: ProposedChange): readonly Breach[] {
  return editsUnder(change, "extensions").flatMap((edit) =>
    addedMembers(edit).flatMap(({ names, pointer }) => {
      const name = names.find((one) => wordAmong(one, RECORDS));
      if (name === undefined) return [];
      const place = { ...placeOfEdit(edit), pointer };
      return [breach("audit-weakened", place, { problem: "record-forged", name })];
    }),
  );
}
