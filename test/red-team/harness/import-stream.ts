import type { Row, Rows } from "./apply-edits.ts";

/** One commit to make: its branch, the branch it grows from, and all files it has. */
export type Commit = {
  readonly branch: string;
  readonly from?: string;
  /** A second parent, whose files count only as far as they are among the commit's own. */
  readonly merged?: string;
  readonly former: Rows;
  readonly rows: Rows;
};

const WHO = "committer Red Team <red-team@example.org> 0 +0000";

/** All commits as one `git fast-import` stream: one process makes hundreds of branches. */
export function importStream(commits: readonly Commit[]): Buffer {
  return Buffer.concat(commits.flatMap(commitParts));
}

function commitParts({ branch, from, merged, former, rows }: Commit): readonly Buffer[] {
  const parent = from === undefined ? [] : [`from refs/heads/${from}\n`];
  if (merged !== undefined) parent.push(`merge refs/heads/${merged}\n`);
  const removed = [...former.keys()].filter((path) => !rows.has(path));
  return [
    text(`commit refs/heads/${branch}\n${WHO}\ndata 4\ncase\n`),
    ...parent.map(text),
    ...removed.map((path) => text(`D ${quoted(path)}\n`)),
    ...[...rows].flatMap(([path, row]) =>
      isSame(former.get(path), row) ? [] : rowParts(path, row),
    ),
    text("\n"),
  ];
}

function rowParts(path: string, { mode, content }: Row): readonly Buffer[] {
  if (mode === "160000") return [text(`M ${mode} ${content.toString()} ${quoted(path)}\n`)];
  const head = text(`M ${mode} inline ${quoted(path)}\ndata ${content.length}\n`);
  return [head, content, text("\n")];
}

function isSame(former: Row | undefined, row: Row): boolean {
  return former !== undefined && former.mode === row.mode && former.content.equals(row.content);
}

function text(line: string): Buffer {
  return Buffer.from(line);
}

function quoted(path: string): string {
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
