import type { Breach } from "../../gate/finding.ts";
import type { Charter } from "../../ir/charter.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf, placeOfEdit } from "../breach.ts";
import { namesIn, type Setting, settingsUnder, unknownSettings } from "../settings.ts";
import { forgePowerIn } from "../deployment/stage-words.ts";
import { touchedCapabilities } from "../touched-capabilities.ts";
import { visibleChanges } from "../visible-changes.ts";
import { mayHold, wordAmong, wordsOf } from "../words-of.ts";
import { mayStandFor } from "./may-stand-for.ts";
import { latinOf } from "./latin-of.ts";
import { plainAddress } from "./plain-address.ts";
import { judgingWorkflows } from "../../ir/runner-rules.ts";

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

/** Two words that are a setting of governance and nothing else. */
const GOVERNING_PAIRS: ReadonlySet<string> = new Set(
  ["modules", "paths", "files", "prompts", "tools"].map((what) => `protected${what}`),
);

const GOVERNING: ReadonlySet<string> = new Set([...GOVERNING_NAMES, ...GOVERNING_PAIRS]);

/** Beside a governing word, these choose or bend what it names. Flights are chartered, too. */
const BENDING: ReadonlySet<string> = new Set(
  `amendment amendments bypass disable disabled emergency enabled exempt file introduction level min
  minimum mode monitor none off omega override path ref required rule rules size skip source url
  version yaml yml`.split(/\s+/),
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
    ...reachingCapabilities(change),
    ...reachingFiles(change, isGovernance),
  ];
}

/** A system does not choose the constitution it stands under, not even where nothing reads it yet. */
function claimsIn(change: ProposedChange): readonly Breach[] {
  const unknown = unknownSettings(change);
  const versions = unknown.filter(({ pointer }) =>
    /^\/(?:apiVersion|kind|extends|include|\$include)$/.test(pointer),
  );
  return [
    ...["extensions", "parameters", "capabilities"].flatMap((member) =>
      claiming(settingsUnder(change, member)),
    ),
    ...claiming(unknown),
    ...versions.map((setting) => claim(setting, setting.names.join())),
  ];
}

function claiming(settings: readonly Setting[]): readonly Breach[] {
  // The settings of one module share the names on the way to them.
  const cleared = new Set<string>();
  const claims = (name: string): boolean =>
    !cleared.has(name) && (isClaiming(name) || !cleared.add(name));
  return settings.flatMap((setting) => {
    const name = namesIn(setting).find(claims);
    return name === undefined ? [] : [claim(setting, name)];
  });
}

/** A governing word alone, or beside one that bends it; beside others it is somebody's subject. */
function isClaiming(name: string): boolean {
  if (!mayHold(name, GOVERNING)) return false;
  if (wordAmong(name, GOVERNING_PAIRS) !== undefined) return true;
  if (wordAmong(name, GOVERNING_NAMES) === undefined) return false;
  const others = wordsOf(name).filter((word) => !GOVERNING_NAMES.has(word));
  return others.length === 0 || others.some((word) => BENDING.has(word) || /^v\d/.test(word));
}

/** Capabilities that may write governed files, whatever stands for their names, or bend who governs. */
function reachingCapabilities(change: ProposedChange): readonly Breach[] {
  return touchedCapabilities(change).flatMap(({ setting, capability }) => {
    const { target, access } = capability;
    if (access !== "write") return [];
    const isReaching = mayStandFor(plainAddress(target), samplesOf(change.charter));
    const isBending = forgePowerIn(wordsOf(target)) !== undefined;
    return isReaching || isBending ? [reference(setting, target)] : [];
  });
}

/** The files of a definition that was refused for where they lead; a readable one leads nowhere. */
function reachingFiles(
  change: ProposedChange,
  isGovernance: (value: string) => boolean,
): readonly Breach[] {
  if (change.mutation !== undefined) return [];
  return visibleChanges(change).flatMap(({ edits }) =>
    edits
      .filter(({ pointer }) => /^\/(?:prompts|tools|graph|memory)\b/.test(pointer))
      .flatMap((edit) => {
        const added = addedMembers(edit).map((one) => ({ ...one, place: placeOfEdit(edit) }));
        return pointing(added, isGovernance);
      }),
  );
}

/** Governed files as a pattern would have to name them. */
function samplesOf(charter: Charter): readonly string[] {
  const suites = Object.values(charter.systems).map(
    ({ path, suites: { public: open } }) => `${path}/${open.dataset}`,
  );
  const files = [".omega/charter.yaml", "CODEOWNERS", ".gitattributes", ".gitmodules"];
  return [...files, ...judgingWorkflows(charter), ...suites];
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
  return [...judgingWorkflows(charter), ...paths].map(latinOf);
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
    typeof value === "string" && isReaching(value, reaches)
      ? [reference({ pointer, place }, value)]
      : [],
  );
}

/** As it is written, and as whoever follows it would read it. */
function isReaching(value: string, reaches: (value: string) => boolean): boolean {
  const plain = plainAddress(value);
  return reaches(plain) || (plain !== value && reaches(value));
}

function reference({ pointer, place }: Pick<Setting, "pointer" | "place">, target: string): Breach {
  const facts = { problem: "reference", pointer, target: JSON.stringify(target) };
  return breach("governance-reached", place, facts);
}
