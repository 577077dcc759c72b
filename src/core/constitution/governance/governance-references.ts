import type { Breach } from "../../gate/finding.ts";
import type { Charter } from "../../ir/charter.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { namesIn, type Setting, settingsUnder, unknownSettings } from "../settings.ts";
import { wordAmong } from "../words-of.ts";
import { latinOf } from "./latin-of.ts";
import { plainAddress } from "./plain-address.ts";

const breach = breachesOf("C1");

/** Where governance lives, in whatever notation a target or an address is written. */
const GOVERNANCE =
  /(?:^|[^a-z0-9])(?:\.omega|charter\.ya?ml|codeowners|\.gitattributes|\.gitmodules|\.github)(?:[^a-z0-9]|$)/i;

/** Out of the system's folder: upwards, absolute, a local file, or another scheme than https. */
const OUTWARD = /(?:^|\/)\.\.(?:\/|$)|^[/~]|^(?!https:)[a-z][a-z0-9+.-]*:/i;

const GOVERNING_NAMES: ReadonlySet<string> = new Set([
  "constitution",
  "constitutional",
  "governance",
  "charter",
  "codeowners",
  "stewards",
  "quorum",
]);

/** Where a name alone is no proof: charters also fly. */
const UNMISTAKABLE: ReadonlySet<string> = new Set(
  [...GOVERNING_NAMES].filter((name) => name !== "charter"),
);

/** A schema's words that lead to another document. */
const LEADING: ReadonlySet<string> = new Set([
  "$ref",
  "$dynamicRef",
  "$recursiveRef",
  "$schema",
  "$id",
]);

/** References, targets and settings by which a change would reach its own government. */
export function governanceReferences(change: ProposedChange): readonly Breach[] {
  const isGovernance = reachesGovernance(change.charter);
  return [
    ...claimsIn(change),
    ...["capabilities", "parameters", "models", "extensions"].flatMap((member) =>
      pointing(settingsUnder(change, member), isGovernance),
    ),
    ...pointing(
      settingsUnder(change, "artifacts"),
      (value) => isGovernance(value) || OUTWARD.test(value),
    ),
    ...pointing(settingsUnder(change, "contract").filter(isLeading), leadsOut),
  ];
}

/** A system does not choose the constitution it stands under, not even where nothing reads it yet. */
function claimsIn(change: ProposedChange): readonly Breach[] {
  const unknown = unknownSettings(change);
  const versions = unknown.filter(({ pointer }) =>
    /^\/(?:apiVersion|kind|extends|include|\$include)$/.test(pointer),
  );
  return [
    ...claiming(settingsUnder(change, "extensions"), GOVERNING_NAMES),
    ...claiming(settingsUnder(change, "parameters"), UNMISTAKABLE),
    ...claiming(settingsUnder(change, "capabilities"), UNMISTAKABLE),
    ...claiming(unknown, GOVERNING_NAMES),
    ...versions.map((setting) => claim(setting, setting.names.join())),
  ];
}

function claiming(settings: readonly Setting[], among: ReadonlySet<string>): readonly Breach[] {
  return settings.flatMap((setting) => {
    const name = namesIn(setting).find((one) => wordAmong(one, among));
    return name === undefined ? [] : [claim(setting, name)];
  });
}

function claim({ place }: Setting, name: string): Breach {
  return breach("governance-reached", place, { problem: "claims", name });
}

/** A charter governs many changes; its paths are read once. */
const GOVERNED = new WeakMap<Charter, readonly string[]>();

/** Governed paths and folders of this very charter count like the ones that every repository has. */
function reachesGovernance(charter: Charter): (value: string) => boolean {
  return (value) => {
    const governed = GOVERNED.get(charter) ?? governedIn(charter);
    GOVERNED.set(charter, governed);
    const latin = latinOf(value);
    return GOVERNANCE.test(latin) || governed.some((path) => latin.includes(path));
  };
}

function governedIn(charter: Charter): readonly string[] {
  const paths = Object.values(charter.systems).flatMap(({ path, suites }) => [
    `${path}/evals`,
    suites.public.dataset,
    ...(suites.safety === undefined ? [] : [suites.safety.dataset]),
  ]);
  return [...charter.workflows, ...paths].map(latinOf);
}

function isLeading({ names }: Setting): boolean {
  return names.some((name) => LEADING.has(name));
}

/** Within the document, or a schema of the system's own. */
function leadsOut(value: string): boolean {
  return !/^(?:#|schemas\/[A-Za-z0-9._-]+\.json(?:#|$)|https:\/\/json-schema\.org\/)/.test(value);
}

function pointing(
  settings: readonly Setting[],
  reaches: (value: string) => boolean,
): readonly Breach[] {
  return settings.flatMap(({ pointer, value, place }) =>
    typeof value === "string" && (reaches(plainAddress(value)) || reaches(value))
      ? [
          breach("governance-reached", place, {
            problem: "reference",
            pointer,
            target: JSON.stringify(value),
          }),
        ]
      : [],
  );
}
