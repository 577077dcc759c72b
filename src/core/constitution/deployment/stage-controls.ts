import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf, editsUnder, placeOfEdit } from "../breach.ts";
import { wordAmong } from "../words-of.ts";
import { STAGE_WORDS } from "./stage-words.ts";

const breach = breachesOf("C3");

const NAMING = ["extensions", "parameters", "capabilities"] as const;

/** Settings and capabilities that name stages, and one roll-out that would carry two systems. */
export function stageControls(change: ProposedChange): readonly Breach[] {
  return [...severalSystems(change), ...namedControls(change)];
}

/** One evaluation and one canary cannot stand for two systems: the second would skip both. */
function severalSystems({ pullRequestClass, charter }: ProposedChange): readonly Breach[] {
  if (pullRequestClass.kind !== "several-systems") return [];
  const { systems } = pullRequestClass;
  return systems
    .slice(1)
    .map((system) =>
      breach(
        "several-systems",
        { path: `${charter.systems[system]?.path ?? system}/system.yaml` },
        { problem: "several-systems", system, systems: systems.join(", ") },
      ),
    );
}

function namedControls(change: ProposedChange): readonly Breach[] {
  return NAMING.flatMap((member) => editsUnder(change, member)).flatMap((edit) =>
    addedMembers(edit).flatMap(({ names, pointer, value }) => {
      const isTarget = edit.pointer.startsWith("/capabilities") && typeof value === "string";
      const word = (isTarget ? [...names, value] : names)
        .map((name) => wordAmong(name, STAGE_WORDS))
        .find(Boolean);
      if (word === undefined) return [];
      const place = { ...placeOfEdit(edit), pointer };
      return [breach("deployment-discipline-broken", place, { problem: "control", pointer, word })];
    }),
  );
}
