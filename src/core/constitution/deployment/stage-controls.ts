import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { namesIn, type Setting, settingsUnder, unknownSettings } from "../settings.ts";
import { type TouchedCapability, touchedCapabilities } from "../touched-capabilities.ts";
import { mayHold, wordsOf } from "../words-of.ts";
import {
  controlIn,
  forgeWordIn,
  leftoverControlIn,
  REACHING,
  sendingWordIn,
  STEERING,
} from "./stage-words.ts";

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
 * Where nothing reads a setting, a stage word that switches or counts is one too many; a parameter
 * is read by the agent's own code, so there only what no agent would mean otherwise counts.
 */
function namedControls(change: ProposedChange): readonly Breach[] {
  return [
    ...controls(settingsUnder(change, "extensions"), inLeftover),
    ...controls(unknownSettings(change), inLeftover),
    ...controls(settingsUnder(change, "parameters"), inParameter),
    ...touchedCapabilities(change).flatMap(({ name, setting, capability }) => {
      const word = wordOfReach(name, capability);
      return word === undefined ? [] : [control(setting, word)];
    }),
  ];
}

/** The names on the way count together: `shadow: {units: 0}` is as good as `shadow_units: 0`. */
function inLeftover(setting: Setting): string | undefined {
  const name = namesIn(setting)
    .flatMap(wordsOf)
    .filter((word) => !/^\d+$/.test(word));
  const own = wordsOf(setting.names.at(-1) ?? "");
  return leftoverControlIn(name, setting.value) ?? leftoverControlIn(own, setting.value);
}

function inParameter({ names, value }: Setting): string | undefined {
  const name = names[1] ?? names[0] ?? "";
  if (typeof value !== "string" && !mayHold(name, STEERING)) return undefined;
  return controlIn(wordsOf(name), value);
}

function wordOfReach(
  name: string,
  { kind, target, access }: TouchedCapability["capability"],
): string | undefined {
  const texts = [name, kind, target].filter((text) => mayHold(text, REACHING)).map(wordsOf);
  const forge = access === "write" ? texts.map(forgeWordIn).find(Boolean) : undefined;
  return forge ?? texts.map(sendingWordIn).find(Boolean);
}

function controls(
  settings: readonly Setting[],
  wordIn: (setting: Setting) => string | undefined,
): readonly Breach[] {
  return settings.flatMap((setting) => {
    const word = wordIn(setting);
    return word === undefined ? [] : [control(setting, word)];
  });
}

function control({ pointer, place }: Setting, word: string): Breach {
  return breach("deployment-discipline-broken", place, { problem: "control", pointer, word });
}
