import { type Pointer, segmentsOf } from "../kernel/pointer.ts";
import type { SystemRules, TierRule } from "./charter.ts";
import { isNativeFormat } from "./native/native-source.ts";
import type { Tier } from "./tier.ts";

/** As much of a system's rules as tiers come from. Nothing there: everything governs. */
export type TierRules = Pick<SystemRules, "tiers"> & Partial<Pick<SystemRules, "format">>;

/**
 * The charter's first rule that matches a pointer. `*` stands for one segment and `**` for any
 * number. A parameter is its value: `/parameters/*` covers `/parameters/x/value` and not the bounds
 * beside it, or whoever may tune a parameter could also move its limits.
 */
export function tierRuleOf(pointer: Pointer, rules: TierRules): TierRule | undefined {
  const segments = addressOf(segmentsOf(pointer));
  return rules.tiers.find((rule) => matches(patternOf(rule), segments));
}

/** The tier of an edit. What no rule covers governs, and no mutation may touch it. */
export function tierOf(pointer: Pointer, widening: boolean, rules: TierRules): Tier {
  const rule = tierRuleOf(pointer, rules);
  if (rule === undefined || isUnmapped(pointer, rules)) return "T3";
  return widening ? (rule.widen_to ?? rule.tier) : rule.tier;
}

/**
 * What another framework's file says and nobody here understands. A rule that covers it was written
 * without knowing what it would let through, `/**` above all.
 */
function isUnmapped(pointer: Pointer, { format = "omega" }: TierRules): boolean {
  const [member, name = ""] = segmentsOf(pointer);
  if (member !== "extensions") return false;
  // In our own format the leftovers of an import keep the name of where they came from.
  return format !== "omega" || isNativeFormat(name.replace(/\.json$/, ""));
}

function addressOf(segments: readonly string[]): readonly string[] {
  const isValue = segments.length === 3 && segments[0] === "parameters" && segments[2] === "value";
  return isValue ? segments.slice(0, 2) : segments;
}

/** A charter's patterns are read once, however many edits ask them. */
const PATTERNS = new WeakMap<TierRule, readonly string[]>();

function patternOf(rule: TierRule): readonly string[] {
  const pattern = PATTERNS.get(rule) ?? segmentsOf(rule.match);
  PATTERNS.set(rule, pattern);
  return pattern;
}

/** Up to the first `**` every segment has its own place; most edits are told apart before it. */
function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  for (let at = 0; at < pattern.length; at += 1) {
    const expected = pattern[at];
    if (expected === "**") {
      return at === pattern.length - 1 || matchesRest(pattern.slice(at), segments.slice(at));
    }
    if (at >= segments.length || (expected !== "*" && expected !== segments[at])) return false;
  }
  return pattern.length === segments.length;
}

/** Keeps the set of reachable pattern positions, so that many `**` cost no more than their product. */
function matchesRest(pattern: readonly string[], segments: readonly string[]): boolean {
  let positions = closure(pattern, [0]);
  for (const segment of segments) {
    const next = positions.flatMap((at) => {
      if (pattern[at] === "**") return [at];
      return pattern[at] === "*" || pattern[at] === segment ? [at + 1] : [];
    });
    positions = closure(pattern, next);
  }
  return positions.includes(pattern.length);
}

function closure(pattern: readonly string[], positions: readonly number[]): readonly number[] {
  const reached = new Set<number>();
  for (const start of positions) {
    let at = start;
    reached.add(at);
    while (pattern[at] === "**") {
      at += 1;
      reached.add(at);
    }
  }
  return [...reached];
}
