import type { Place } from "../gate/finding.ts";
import type { Edit } from "../ir/change-set.ts";
import type { ProposedChange } from "../ir/proposed-change.ts";
import { type Json } from "../kernel/json.ts";
import { segmentsOf } from "../kernel/pointer.ts";
import { addedMembers } from "./added-members.ts";
import { editsUnder } from "./breach.ts";

/** One name or value that the head has and the base has not, and where it stands. */
export type Setting = {
  /** The names on the way to it. */
  readonly names: readonly string[];
  readonly pointer: string;
  readonly value: Json;
  readonly place: Place;
};

const NONE: readonly Setting[] = [];

/** Several rules ask for the settings below the same few edits. */
const SETTINGS = new WeakMap<readonly Edit[], readonly Setting[]>();

/**
 * What a change adds below a top-level member. Verbatim leftovers (`extensions/*.json`) are opened:
 * a setting in a file of its own is still one.
 */
export function settingsUnder(change: ProposedChange, member: string): readonly Setting[] {
  const edits = editsUnder(change, member);
  if (edits.length === 0) return NONE;
  const known = SETTINGS.get(edits) ?? settingsIn(change, edits);
  SETTINGS.set(edits, known);
  return known;
}

function settingsIn(change: ProposedChange, edits: readonly Edit[]): readonly Setting[] {
  return edits.flatMap((edit) => {
    const members = isOfFile(edit) ? leftoversOf(change, edit) : addedMembers(edit);
    const { path, line, column } = edit;
    return members.map(({ names, pointer, value }) => {
      return { names, pointer, value, place: { path, line, column, pointer } };
    });
  });
}

function isOfFile({ path }: Edit): boolean {
  return path.includes("/extensions/") && path.endsWith(".json");
}

function leftoversOf({ mutation }: ProposedChange, edit: Edit): ReturnType<typeof addedMembers> {
  const { before, after } = mutation ?? {};
  const file = edit.path.slice(`${after?.root ?? ""}/`.length);
  const [old, young] = [before?.files.get(file), after?.files.get(file)].map(jsonIn);
  if (young === undefined) return [];
  return addedMembers({ ...edit, ...(old === undefined ? {} : { before: old }), after: young });
}

/** The reader let only strict JSON in. */
function jsonIn(bytes: Uint8Array | undefined): Json | undefined {
  if (bytes === undefined) return undefined;
  const json: Json = JSON.parse(new TextDecoder().decode(bytes));
  return json;
}

/**
 * Keys and constants that the schema does not know, in a definition that was refused for them: what
 * a change tries to say counts, whether or not anything would have read it.
 */
export function unknownSettings({ unread = [] }: ProposedChange): readonly Setting[] {
  return unread.flatMap(({ code, place, facts }) => {
    const pointer = place?.pointer;
    const isUnknown =
      code === "system-invalid" &&
      /^(?:unrecognized-keys|invalid-value)$/.test(facts["problem"] ?? "");
    if (!isUnknown || place === undefined || pointer === undefined) return [];
    return [{ names: segmentsOf(pointer).slice(-1), pointer, value: null, place }];
  });
}

/** A text that is one token, such as `constitution/v0`: prose has spaces. */
function isToken(value: Json): value is string {
  return typeof value === "string" && value !== "" && !/\s/.test(value);
}

/** The names of a setting, and its value where that is a name itself. */
export function namesIn({ names, value }: Setting): readonly string[] {
  return isToken(value) ? names.concat(value) : names;
}
