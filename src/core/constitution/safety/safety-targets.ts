import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf, editsUnder, placeOfEdit } from "../breach.ts";
import { wordAmong } from "../words-of.ts";

const breach = breachesOf("C2");

const SERVICES: ReadonlySet<string> = new Set([
  "eval",
  "evals",
  "evaluation",
  "evaluator",
  "judge",
  "archivist",
  "sandbox",
  "sealed",
  "omega",
]);

/** Parts of a system whose new names and targets could reach or stand in for a safety service. */
const REACHING = ["capabilities", "artifacts", "secrets", "extensions"] as const;

/** New reach towards evaluation, judge, archivist or sandbox, or settings that pretend to be theirs. */
export function safetyTargets(change: ProposedChange): readonly Breach[] {
  return REACHING.flatMap((member) => editsUnder(change, member)).flatMap((edit) =>
    addedMembers(edit).flatMap(({ names, pointer, value }) => {
      const text = typeof value === "string" ? [...names, value] : names;
      const service = text.map((one) => wordAmong(one, SERVICES)).find(Boolean);
      if (service === undefined) return [];
      const place = { ...placeOfEdit(edit), pointer };
      return [breach("safety-service-weakened", place, { problem: "target", pointer, service })];
    }),
  );
}
