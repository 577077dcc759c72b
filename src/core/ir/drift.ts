import { diffWordsWithSpace } from "diff";
import { isJsonObject, type Json } from "../kernel/json.ts";
import type { ChangeSet, Edit } from "./change-set.ts";
import type { Tier } from "./tier.ts";

/** A full rewrite of one module at each tier; a charter's budget of 1 is one behaviour rewritten. */
const WEIGHTS: Readonly<Record<Tier, number>> = { T0: 0.25, T1: 0.5, T2: 1, T3: 2 };

/** Word-diffing longer texts costs more than the figure is worth; they count as rewritten whole. */
const MAX_TEXT = 20_000;

/**
 * How far a change set moves a system, in [0, ∞), 0 for no edits: the sum over edits of the tier's
 * weight times the share of the value that changed. Numbers: |after − before| over the larger
 * magnitude. Text: words changed over all words. Everything else, and whatever arrives or leaves: 1.
 * Sums over several pull requests bound how far small steps can travel unseen.
 */
export function driftOf({ edits }: ChangeSet): number {
  return edits.reduce((sum, edit) => sum + WEIGHTS[edit.tier] * shareChanged(edit), 0);
}

function shareChanged({ kind, before, after }: Edit): number {
  if (kind !== "replace") return 1;
  if (typeof before === "number" && typeof after === "number") return numberShare(before, after);
  if (typeof before === "string" && typeof after === "string") return textShare(before, after);
  if (Array.isArray(before) && Array.isArray(after)) return listShare(before, after);
  return 1;
}

function numberShare(before: number, after: number): number {
  const scale = Math.max(Math.abs(before), Math.abs(after));
  return scale === 0 ? 0 : Math.min(1, Math.abs(after - before) / scale);
}

function textShare(before: string, after: string): number {
  if (before.length + after.length > MAX_TEXT) return 1;
  const parts = diffWordsWithSpace(before, after);
  const changed = parts.filter((part) => part.added || part.removed);
  const total = before.length + after.length;
  const moved = changed.reduce((sum, part) => sum + part.value.length, 0);
  return total === 0 ? 0 : moved / total;
}

function listShare(before: readonly Json[], after: readonly Json[]): number {
  if ([...before, ...after].some((item) => isJsonObject(item) || Array.isArray(item))) return 1;
  const changed = [
    ...before.filter((item) => !after.includes(item)),
    ...after.filter((item) => !before.includes(item)),
  ];
  const total = before.length + after.length;
  return Math.min(1, Math.max(changed.length, 1) / Math.max(total, 1));
}
