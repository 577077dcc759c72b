import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import type { Json } from "../../kernel/json.ts";
import { breachesOf, editedNames, hasEditsUnder, placeOfPointer } from "../breach.ts";
import { settingsUnder, unknownSettings } from "../settings.ts";
import { steersRecords, switchesOff } from "./audit-words.ts";

const breach = breachesOf("C4");

/** Parameters and policies by which less is recorded, although every log and sink is still there. */
export function thinnedRecords(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  if (mutation === undefined) return switchedOff(change);
  return [...turnedDown(mutation), ...silenced(mutation), ...switchedOff(change)];
}

/** Levels below which next to nothing is left. */
const QUIET =
  /^(?:off|none|never|no|disabled?|silent|quiet|fatal|critical|error|minimal|false|0)$/i;

/** Leftovers that turn a record off. Nothing reads them yet; to turn one on is lawful. */
function switchedOff(change: ProposedChange): readonly Breach[] {
  const settings = [...settingsUnder(change, "extensions"), ...unknownSettings(change)];
  return settings.flatMap(({ names, value, place }) => {
    const name = names.filter((one) => !/^\d+$/.test(one)).join(" ");
    const isOff = switchesOff(name) ? value === true || value === 1 : isQuiet(value);
    if (!isOff || !(steersRecords(name) || isTracing(names))) return [];
    return [breach("audit-weakened", place, { problem: "record-thinned", parameter: name })];
  });
}

function isQuiet(value: Json): boolean {
  if (typeof value === "string") return QUIET.test(value);
  return value === null || value === false || (typeof value === "number" && value < 1);
}

/** Under a vendor's name no measure stands beside it. */
function isTracing(names: readonly string[]): boolean {
  return names.some((name) => /^(?:tracing|traces|observability)$/i.test(name));
}

/**
 * A setting of the record that goes down, away, or to another word; a new one, because until now
 * everything was recorded. More of the same is lawful.
 */
function turnedDown(mutation: Mutation): readonly Breach[] {
  const [before, after] = [mutation.before.system.parameters, mutation.after.system.parameters];
  return [...editedNames(mutation, "parameters")]
    .filter((name) => isTurnedDown(name, before[name]?.value, after[name]?.value))
    .map((parameter) => {
      const place = placeOfPointer(mutation.after, pointerOf("parameters", parameter));
      return breach("audit-weakened", place, { problem: "record-thinned", parameter });
    });
}

function isTurnedDown(name: string, before: Value, after: Value): boolean {
  if (before === after) return false;
  const isDown = switchesOff(name) ? isSwitched(before, after) : isLess(before, after);
  return isDown && steersRecords(name);
}

/** Of a name that takes away, more is less. */
function isSwitched(before: Value, after: Value): boolean {
  return before !== after && after !== undefined && after !== false && after !== 0;
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
