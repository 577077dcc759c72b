import { structuredPatch, type StructuredPatchHunk } from "diff";
import { objectOf, type ObjectStore } from "./objects.ts";
import type { FlatTree, Leaf } from "./flat-tree.ts";

/** One row of a diff between two trees. `patch` is absent for binary and unchanged content. */
export type FileChange = {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  readonly patch?: string;
};

type Pair = {
  readonly path: string;
  readonly before: Leaf | undefined;
  readonly after: Leaf | undefined;
};

/** git's own guess: a zero byte among the first 8,000 makes a file binary. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

function contentOf(store: ObjectStore, leaf: Leaf | undefined): Uint8Array {
  if (leaf === undefined) return new Uint8Array();
  if (leaf.mode === "160000") return Buffer.from(`Subproject commit ${leaf.sha}\n`);
  return objectOf(store, "blob", leaf.sha);
}

/** A line-by-line diff takes the square of its length; above this GitHub too shows none. */
const LONGEST_DIFF = 2000;

function linesIn(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") || text === "" ? 1 : 0);
}

function patchBetween(
  before: Uint8Array,
  after: Uint8Array,
): Pick<FileChange, "additions" | "deletions" | "patch"> {
  if (isBinary(before) || isBinary(after)) return { additions: 0, deletions: 0 };
  const [old, fresh] = [Buffer.from(before).toString(), Buffer.from(after).toString()];
  const hunks = structuredPatch("a", "b", old, fresh, "", "", {
    context: 3,
    maxEditLength: LONGEST_DIFF,
  })?.hunks;
  if (hunks === undefined) return { additions: linesIn(fresh), deletions: linesIn(old) };
  return hunks.length === 0 ? { additions: 0, deletions: 0 } : renderHunks(hunks);
}

function renderHunks(
  hunks: readonly StructuredPatchHunk[],
): Pick<FileChange, "additions" | "deletions" | "patch"> {
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  const patch = hunks.map((hunk) => {
    const range = (start: number, length: number): string =>
      length === 1 ? `${start}` : `${start},${length}`;
    const old = range(hunk.oldLines === 0 ? 0 : hunk.oldStart, hunk.oldLines);
    const fresh = range(hunk.newLines === 0 ? 0 : hunk.newStart, hunk.newLines);
    return [`@@ -${old} +${fresh} @@`, ...hunk.lines].join("\n");
  });
  return { additions: count("+"), deletions: count("-"), patch: patch.join("\n") };
}

type Patch = ReturnType<typeof patchBetween>;

/** Every look at a pull request counts its lines again; the same two objects give the same patch. */
const known = new WeakMap<ObjectStore, Map<string, Patch>>();

function patchOf(store: ObjectStore, { before, after }: Pair): Patch {
  const patches = known.get(store) ?? new Map<string, Patch>();
  known.set(store, patches);
  const name = [before, after].map((leaf) => `${leaf?.mode} ${leaf?.sha}`).join(" ");
  const patch =
    patches.get(name) ?? patchBetween(contentOf(store, before), contentOf(store, after));
  patches.set(name, patch);
  return patch;
}

function changeOf(store: ObjectStore, pair: Pair): FileChange {
  const status =
    pair.before === undefined ? "added" : pair.after === undefined ? "removed" : "modified";
  const sha = pair.after?.sha ?? pair.before?.sha ?? "";
  return { path: pair.path, status, sha, ...patchOf(store, pair) };
}

function pairsBetween(before: FlatTree, after: FlatTree): readonly Pair[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((path) => ({ path, before: before.get(path), after: after.get(path) }))
    .filter(
      (pair) => pair.before?.sha !== pair.after?.sha || pair.before?.mode !== pair.after?.mode,
    );
}

/** Only identical content counts as renamed here; GitHub also pairs files that are merely similar. */
export function changesBetween(
  store: ObjectStore,
  trees: { readonly before: FlatTree; readonly after: FlatTree },
): readonly FileChange[] {
  const pairs = pairsBetween(trees.before, trees.after);
  const removed = pairs.filter((pair) => pair.after === undefined);
  const sources = new Set<Pair>();
  const changes = pairs.flatMap((pair): FileChange[] => {
    if (pair.after === undefined) return [];
    const source =
      pair.before === undefined
        ? removed.find((old) => old.before?.sha === pair.after?.sha && !sources.has(old))
        : undefined;
    if (source === undefined) return [changeOf(store, pair)];
    sources.add(source);
    const { path, after } = pair;
    return [
      {
        path,
        previousPath: source.path,
        status: "renamed",
        sha: after.sha,
        additions: 0,
        deletions: 0,
      },
    ];
  });
  const gone = removed.filter((pair) => !sources.has(pair)).map((pair) => changeOf(store, pair));
  return [...changes, ...gone].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
