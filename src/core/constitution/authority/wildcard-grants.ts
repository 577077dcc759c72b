import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf, placeOfEdit } from "../breach.ts";
import { visibleChanges } from "../visible-changes.ts";

const breach = breachesOf("C5");

/** Where a definition lists who may do what. */
const LISTS =
  /^\/(?:capabilities\/[^/]+\/grant|tools\/[^/]+\/needs|memory\/[^/]+\/writers|secrets\/[^/]+)(?:\/|$)/;

const EVERYBODY = /[*?]|^(?:all|any|everyone|everybody)$/i;

/**
 * Grants to everybody. No such definition can be read, because names are names; whoever writes one
 * is told what it would have meant.
 */
export function wildcardGrants(change: ProposedChange): readonly Breach[] {
  if (change.mutation !== undefined) return [];
  return visibleChanges(change).flatMap(({ edits }) =>
    edits.flatMap((edit) =>
      addedMembers(edit)
        .filter(({ value, pointer }) => {
          return typeof value === "string" && LISTS.test(pointer) && EVERYBODY.test(value);
        })
        .map(({ pointer }) => {
          const facts = { problem: "wildcard", pointer };
          return breach("capability-escalated", { ...placeOfEdit(edit), pointer }, facts);
        }),
    ),
  );
}
