import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, hasEditsUnder, placeOfPointer } from "../breach.ts";
import { steersRecords } from "./audit-words.ts";

const breach = breachesOf("C4");

/** Parameters and policies by which less is recorded, although every log and sink is still there. */
export function thinnedRecords({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  return [...turnedDown(mutation), ...silenced(mutation)];
}

/**
 * A setting of the record that goes down, away, or to another word; a new one, because until now
 * everything was recorded. More of the same is lawful.
 */
function turnedDown(mutation: Mutation): readonly Breach[] {
  if (!hasEditsUnder(mutation, ["parameters"])) return [];
  const [before, after] = [mutation.before.system.parameters, mutation.after.system.parameters];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => isLess(before[name]?.value, after[name]?.value) && steersRecords(name))
    .map((parameter) => {
      const place = placeOfPointer(mutation.after, pointerOf("parameters", parameter));
      return breach("audit-weakened", place, { problem: "record-thinned", parameter });
    });
}

type Value = number | string | boolean | undefined;

function isLess(before: Value, after: Value): boolean {
  if (before === after) return false;
  if (typeof before === "number" && typeof after === "number") return after < before;
  if (before === undefined) return after === false || typeof after !== "boolean";
  return after !== true;
}

/** Matches whatever a record could say: wildcards, classes of all characters, and how often. */
const ANYTHING =
  /^(?:\.|\\[wWsSdDbB]|\[\\[sS]\\[sS]\]|\[\\[wW]\\[wW]\]|\[\\[dD]\\[dD]\]|\[\^\]|[\^$*+?()|:=!]|\{[0-2]?,?\d*\})*$/;

/** A policy that lets nothing into memory starves what is written there. */
function silenced(mutation: Mutation): readonly Breach[] {
  if (!hasEditsUnder(mutation, ["policies"])) return [];
  const { before, after } = mutation;
  return Object.entries(after.system.policies)
    .filter(
      ([name, { applies_to, regex_absent }]) =>
        applies_to.includes("memory") &&
        regex_absent !== before.system.policies[name]?.regex_absent &&
        ANYTHING.test(regex_absent),
    )
    .map(([policy]) =>
      breach("audit-weakened", placeOfPointer(after, pointerOf("policies", policy)), {
        problem: "record-silenced",
        policy,
      }),
    );
}
