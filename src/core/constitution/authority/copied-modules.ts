import type { Breach } from "../../gate/finding.ts";
import type { SystemRules } from "../../ir/charter.ts";
import { fileReferences } from "../../ir/file-owners.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { tierOf } from "../../ir/tier-rules.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { breachesOf } from "../breach.ts";
import { changedFiles } from "../changed-files.ts";
import { plainWords } from "../leaks/plain-words.ts";

const breach = breachesOf("C5");

const WORDS_IN_A_ROW = 4;

/** A sentence in common is manners; most of the text is the module itself under another name. */
const MOST = 0.7;

/**
 * Copies of modules that no mutation may touch. A copy can be changed at will, and the graph
 * wired to it; the original stays as people approved it, and answers nobody.
 */
export function copiedModules(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  const rules = mutation && change.charter.systems[mutation.system];
  if (mutation === undefined || rules === undefined) return [];
  const arrived = changedFiles(mutation).filter(
    ({ file, former }) => former.length === 0 && /^(?:prompts|tools)\//.test(file),
  );
  if (arrived.length === 0) return [];
  const originals = reservedTexts(mutation, rules);
  return arrived.flatMap(({ file, bytes }) => {
    const rows = rowsOf(bytes);
    const [copied] = originals.find(([, text]) => shareOf(text, rows) >= MOST) ?? [];
    if (copied === undefined) return [];
    const place = { path: `${mutation.after.root}/${file}`, line: 1 };
    const facts = { problem: "copied", pointer: copied, rule: "none", path: file };
    return [breach("tier-escalated", place, facts)];
  });
}

type Rows = ReadonlySet<string>;

function reservedTexts(
  { before, after }: Mutation,
  rules: SystemRules,
): readonly (readonly [Pointer, Rows])[] {
  const isReserved = (module: Pointer): boolean =>
    rules.protected.some((name) => pointerOf(...name.split("/")) === module) ||
    tierOf(module, false, rules) === "T3";
  return fileReferences(before.system)
    .filter(
      ({ kind, file, module }) => kind !== "data" && after.files.has(file) && isReserved(module),
    )
    .flatMap(({ file, module }) => {
      const bytes = before.files.get(file);
      const rows = bytes === undefined ? new Set<string>() : rowsOf(bytes);
      return rows.size === 0 ? [] : [[module, rows] as const];
    });
}

function rowsOf(bytes: Uint8Array): Rows {
  const words = plainWords(new TextDecoder().decode(bytes));
  const rows = words.map((_word, at) => words.slice(at, at + WORDS_IN_A_ROW));
  return new Set(rows.filter((row) => row.length === WORDS_IN_A_ROW).map((row) => row.join(" ")));
}

function shareOf(original: Rows, copy: Rows): number {
  const shared = [...original].filter((row) => copy.has(row));
  return shared.length / original.size;
}
