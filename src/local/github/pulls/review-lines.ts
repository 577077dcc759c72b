/** Which lines of a file a review may speak about: those that its patch shows. */
export type PatchLine = { readonly side: "LEFT" | "RIGHT"; readonly line: number };

type Cursor = { left: number; right: number };

function step(cursor: Cursor, text: string): readonly PatchLine[] {
  if (text.startsWith("-")) return [{ side: "LEFT", line: cursor.left++ }];
  if (text.startsWith("+")) return [{ side: "RIGHT", line: cursor.right++ }];
  if (text.startsWith("\\")) return [];
  return [
    { side: "LEFT", line: cursor.left++ },
    { side: "RIGHT", line: cursor.right++ },
  ];
}

/** The part of a patch up to the wanted line, as GitHub shows it above a comment. */
export function hunkUpTo(patch: string, wanted: PatchLine): string | undefined {
  const cursor: Cursor = { left: 0, right: 0 };
  let hunk: string[] = [];
  for (const text of patch.split("\n")) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    if (header !== null) {
      cursor.left = Number(header[1]);
      cursor.right = Number(header[2]);
      hunk = [text];
      continue;
    }
    hunk.push(text);
    const lines = step(cursor, text);
    if (lines.some((line) => line.side === wanted.side && line.line === wanted.line)) {
      return hunk.join("\n");
    }
  }
  return undefined;
}

/** The older way of pointing: the n-th line below the first `@@` of a file's patch. */
export function lineAtPosition(patch: string, position: number): PatchLine | undefined {
  const cursor: Cursor = { left: 0, right: 0 };
  for (const [at, text] of patch.split("\n").entries()) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    if (header !== null) {
      cursor.left = Number(header[1]);
      cursor.right = Number(header[2]);
    }
    const lines = header === null ? step(cursor, text) : [];
    if (at === position) return lines.at(-1);
  }
  return undefined;
}
