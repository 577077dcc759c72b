import type { ChangeSet, Edit } from "./change-set.ts";
import { diffFiles, type FileEdit } from "./diff-files.ts";
import { diffJson, type JsonEdit } from "./diff-json.ts";
import { DEFINITION_FILE } from "./file-kinds.ts";
import { jsonObjectOf } from "./json-of.ts";
import { firstNativeLine } from "./native/native-place.ts";
import { positionOf } from "./source-document.ts";
import type { SystemVersion } from "./system.ts";
import { tierOf, type TierRules } from "./tier-rules.ts";
import { wideningEdits } from "./widening/widening-edits.ts";

/**
 * The semantic difference of a system: typed edits of the normalised definition and of the files
 * behind it, each with its place, its tier by the base's rules, and whether it widens. Comments,
 * layout and the order of keys make none.
 */
export function diffSystems(
  before: SystemVersion,
  after: SystemVersion,
  rules: TierRules,
): ChangeSet {
  const edits = diffJson(jsonObjectOf(before.system), jsonObjectOf(after.system));
  const widening = wideningEdits({ before: before.system, after: after.system }, edits);
  const ofDefinition = edits.map((edit) =>
    definitionEdit(edit, widening.has(edit), { before, after, rules }),
  );
  const ofFiles = diffFiles(before, after).map((edit) => fileEdit(edit, { before, after, rules }));
  return { edits: [...ofDefinition, ...ofFiles].sort(byPointer) };
}

type Sides = {
  readonly before: SystemVersion;
  readonly after: SystemVersion;
  readonly rules: TierRules;
};

function definitionEdit(edit: JsonEdit, widening: boolean, { before, after, rules }: Sides): Edit {
  const side = edit.kind === "remove" ? before : after;
  const place = positionOf(side.positions, edit.pointer) ?? {
    path: `${side.root}/${DEFINITION_FILE}`,
    line: 1,
    column: 1,
  };
  return { ...edit, ...place, widening, tier: tierOf(edit.pointer, widening, rules) };
}

/** New bytes in a known file grant nothing by themselves; their reach is the module's. */
function fileEdit({ file, ...edit }: FileEdit, sides: Sides): Edit {
  const tier = tierOf(edit.pointer, false, sides.rules);
  const place = { path: `${sides.after.root}/${file}`, line: edit.line, column: 1 };
  return { ...edit, ...(firstNativeLine(sides, file) ?? place), widening: false, tier };
}

function byPointer(left: Edit, right: Edit): number {
  if (left.pointer !== right.pointer) return left.pointer < right.pointer ? -1 : 1;
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0;
}
