import type { Edit } from "../ir/change-set.ts";
import type { SystemRules } from "../ir/charter.ts";
import { diffJson } from "../ir/diff-json.ts";
import { DEFINITION_FILE } from "../ir/file-kinds.ts";
import { parseYaml } from "../ir/parse-yaml.ts";
import { systemsIn } from "../ir/pull-request-class.ts";
import type { ProposedChange } from "../ir/proposed-change.ts";
import type { Snapshot } from "../ir/snapshot.ts";
import { positionOf, type SourceDocument } from "../ir/source-document.ts";
import { tierOf } from "../ir/tier-rules.ts";
import { isJsonObject } from "../kernel/json.ts";

/** What a pull request visibly changes of one system, and the rules it stands under. */
export type VisibleChange = {
  readonly system: string;
  readonly rules: SystemRules;
  readonly edits: readonly Edit[];
};

const UNREAD = new WeakMap<ProposedChange, readonly VisibleChange[]>();

/**
 * The edits of a mutation; where it could not be read, or is mixed with other things, the edits of
 * its definition as written. Who adds something unreadable to a breach must not hide it by that.
 */
export function visibleChanges(change: ProposedChange): readonly VisibleChange[] {
  const { mutation, charter } = change;
  if (mutation !== undefined) {
    const rules = charter.systems[mutation.system];
    return rules === undefined
      ? []
      : [{ system: mutation.system, rules, edits: mutation.changes.edits }];
  }
  const cached = UNREAD.get(change) ?? unreadChanges(change);
  UNREAD.set(change, cached);
  return cached;
}

function unreadChanges(change: ProposedChange): readonly VisibleChange[] {
  return systemsIn(change.pullRequestClass).flatMap((system) => {
    const rules = change.charter.systems[system];
    return rules === undefined ? [] : [{ system, rules, edits: writtenEdits(change, rules) }];
  });
}

/** What an edit widens is known of whole systems only; rules that ask what a text says need no more. */
function writtenEdits({ base, head }: ProposedChange, rules: SystemRules): readonly Edit[] {
  const path = `${rules.path}/${DEFINITION_FILE}`;
  if (base.tree.get(path)?.sha === head.tree.get(path)?.sha) return [];
  const [old, young] = [documentOfBase(base, path), documentAt(head, path)];
  if (!isJsonObject(old?.value) || !isJsonObject(young?.value)) return [];
  return diffJson(old.value, young.value)
    .filter(({ kind }) => kind !== "remove")
    .map((edit) => {
      const around = positionOf(young.positions, edit.pointer) ?? { path, line: 1, column: 1 };
      return { ...edit, ...around, widening: false, tier: tierOf(edit.pointer, false, rules) };
    });
}

/** One base stands under many changes; its definitions are read for the first of them. */
const OF_BASE = new WeakMap<Snapshot, ReadonlyMap<string, SourceDocument | undefined>>();

function documentOfBase(base: Snapshot, path: string): SourceDocument | undefined {
  const known = OF_BASE.get(base);
  if (known?.has(path) === true) return known.get(path);
  const document = documentAt(base, path);
  OF_BASE.set(base, new Map([...(known ?? []), [path, document]]));
  return document;
}

function documentAt({ tree, blobs }: Snapshot, path: string): SourceDocument | undefined {
  const entry = tree.get(path);
  const bytes = entry && blobs.get(entry.sha);
  const read = bytes && parseYaml(path, bytes);
  return read?.ok === true ? read.value : undefined;
}
