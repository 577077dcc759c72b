import { diffArrays } from "diff";

/** Lines `from` (inclusive) to `to` (exclusive) of the base are replaced by `lines`. */
type Edit = { readonly from: number; readonly to: number; readonly lines: readonly string[] };

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function editsBetween(base: string[], changed: string[]): readonly Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  let open: { from: number; to: number; lines: string[] } | undefined;
  for (const part of diffArrays(base, changed)) {
    if (!part.added && !part.removed) {
      if (open !== undefined) edits.push(open);
      open = undefined;
      at += part.value.length;
      continue;
    }
    open ??= { from: at, to: at, lines: [] };
    if (part.added) open.lines.push(...part.value);
    else at += part.value.length;
    open.to = at;
  }
  return open === undefined ? edits : [...edits, open];
}

function isSameEdit(one: Edit, two: Edit): boolean {
  return one.from === two.from && one.to === two.to && one.lines.join("") === two.lines.join("");
}

/** git calls edits of touching lines a conflict too, hence the inclusive bounds. */
function collide(one: Edit, two: Edit): boolean {
  return one.from <= two.to && two.from <= one.to;
}

/** Three-way merge by lines; nothing when both sides changed the same place differently. */
export function mergeText(base: string, ours: string, theirs: string): string | undefined {
  const lines = splitLines(base);
  const mine = editsBetween(lines, splitLines(ours));
  const fresh = editsBetween(lines, splitLines(theirs)).filter(
    (edit) => !mine.some((own) => isSameEdit(own, edit)),
  );
  if (fresh.some((edit) => mine.some((own) => collide(own, edit)))) return undefined;
  const edits = [...mine, ...fresh].toSorted((a, b) => b.from - a.from);
  return edits
    .reduce((all, edit) => all.toSpliced(edit.from, edit.to - edit.from, ...edit.lines), lines)
    .join("");
}
