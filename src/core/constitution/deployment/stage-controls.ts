import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { namesIn, type Setting, settingsUnder, unknownSettings } from "../settings.ts";
import { wordAmong, wordsOf } from "../words-of.ts";
import { controlIn, forgeWordIn, STAGE_WORDS } from "./stage-words.ts";

const breach = breachesOf("C3");

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

/**
 * Where nothing reads a setting, any stage word in it is one too many; a parameter is read by the
 * agent's own code, so there only what no agent would mean otherwise counts.
 */
function namedControls(change: ProposedChange): readonly Breach[] {
  return [
    ...controls(settingsUnder(change, "extensions"), inAnyName),
    ...controls(unknownSettings(change), inAnyName),
    ...controls(settingsUnder(change, "parameters"), ({ names }) =>
      names.map((name) => controlIn(wordsOf(name))).find(Boolean),
    ),
    ...controls(settingsUnder(change, "capabilities"), inTarget),
  ];
}

function inAnyName(setting: Setting): string | undefined {
  return namesIn(setting)
    .map((name) => wordAmong(name, STAGE_WORDS))
    .find(Boolean);
}

function inTarget({ names, value }: Setting): string | undefined {
  const texts = typeof value === "string" ? [...names, value] : names;
  return texts
    .map((text) => wordAmong(text, STAGE_WORDS) ?? forgeWordIn(wordsOf(text)))
    .find(Boolean);
}

function controls(
  settings: readonly Setting[],
  wordIn: (setting: Setting) => string | undefined,
): readonly Breach[] {
  return settings.flatMap((setting) => {
    const word = wordIn(setting);
    const { pointer, place } = setting;
    return word === undefined
      ? []
      : [breach("deployment-discipline-broken", place, { problem: "control", pointer, word })];
  });
}
