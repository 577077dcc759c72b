import type { Edit } from "../../ir/change-set.ts";
import { DEFINITION_FILE } from "../../ir/file-kinds.ts";
import type { Mutation } from "../../ir/mutation.ts";
import { placeOfLine } from "../../ir/native/native-place.ts";
import { segmentsOf } from "../../kernel/pointer.ts";
import { changedFiles } from "../changed-files.ts";

/** A text of the head that the base does not have, and what stood in its place. */
export type NewText = {
  readonly path: string;
  readonly text: string;
  /** Read only where something was found. */
  readonly former: () => string;
  /** 1-based line of a place in the text. */
  lineAt(place: number): number;
};

const decoder = new TextDecoder();

/** Several rules read the new texts of one mutation; they are put together once. */
const TEXTS = new WeakMap<Mutation, readonly NewText[]>();

export function newTexts(mutation: Mutation): readonly NewText[] {
  const known = TEXTS.get(mutation) ?? readTexts(mutation);
  TEXTS.set(mutation, known);
  return known;
}

function readTexts(mutation: Mutation): readonly NewText[] {
  const ofFiles = changedFiles(mutation).map(({ file, bytes, former }): NewText => {
    const text = decoder.decode(bytes);
    const lineOf = (place: number): number => text.slice(0, place).split("\n").length;
    return {
      path: placeOfLine(mutation.after, file, 1).path,
      text,
      former: () => decoder.decode(former),
      lineAt: (place) => placeOfLine(mutation.after, file, lineOf(place)).line,
    };
  });
  return [...ofFiles, ...definitionText(mutation)];
}

/** What the definition says anew, names included, with one row for each edit. */
function definitionText({ changes, after }: Mutation): readonly NewText[] {
  const edits = changes.edits.filter(saysSomething);
  if (after.native === undefined) {
    const path = `${after.root}/${DEFINITION_FILE}`;
    return textOfEdits(
      path,
      edits.filter((edit) => edit.path === path),
    );
  }
  const paths = [...new Set(edits.map(({ path }) => path))];
  return paths.flatMap((path) =>
    textOfEdits(
      path,
      edits.filter((edit) => edit.path === path),
    ),
  );
}

function textOfEdits(path: string, edits: readonly Edit[]): readonly NewText[] {
  if (edits.length === 0) return [];
  const rows = edits.map(({ pointer, after: value }) => rowOf(pointer, value ?? null));
  const text = rows.join("\n");
  const lineAt = (place: number): number => {
    const row = text.slice(0, place).split("\n").length - 1;
    return edits[row]?.line ?? 1;
  };
  const former = (): string => edits.map((edit) => rowOf("", edit.before ?? null)).join("\n");
  return [{ path, text, former, lineAt }];
}

/** A number in the place of another says nothing: the names on the way to it were there before. */
function saysSomething({ kind, after }: Edit): boolean {
  const isNumber = typeof after === "number" || typeof after === "boolean";
  return after !== undefined && !(kind === "replace" && isNumber);
}

function rowOf(pointer: string, value: unknown): string {
  const row = `${JSON.stringify(segmentsOf(pointer).at(-1) ?? "")}: ${JSON.stringify(value)}`;
  // An artifact's digest is where a digest belongs.
  return pointer.startsWith("/artifacts/") ? row.replaceAll(/"[0-9a-f]{64}"/g, '""') : row;
}

/** Every text of the base, by path, for what an agent knew before. */
export function formerTexts({ before }: Mutation): ReadonlyMap<string, string> {
  const texts = new Map([...before.files].map(([file, bytes]) => [file, decoder.decode(bytes)]));
  return texts.set(DEFINITION_FILE, JSON.stringify(before.system));
}
