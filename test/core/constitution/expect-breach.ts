import { expect } from "vitest";
import { checkConstitution } from "../../../src/core/constitution/check-constitution.ts";
import type { Finding } from "../../../src/core/gate/finding.ts";
import type { ProposedChange } from "../../../src/core/ir/proposed-change.ts";
import { renderFinding } from "../../../src/core/prose/findings.ts";
import { renderReason } from "../../../src/core/prose/reasons.ts";

/** When, the change, and `code/problem` of the breach that must be among those found. */
export type Row = readonly [when: string, change: ProposedChange, breach: string];

export function breachesOf(change: ProposedChange, drift = 0): readonly Finding[] {
  return checkConstitution(change, { drift }).findings;
}

/** The breach is found under its rule, stands somewhere, and has a sentence of its own with all facts. */
export function expectBreach(
  change: ProposedChange,
  expected: { readonly rule: string; readonly breach: string },
): void {
  const breaches = breachesOf(change);
  const named = breaches.map((breach) => `${breach.code}/${breach.facts["problem"] ?? ""}`);
  expect(named).toContain(expected.breach);
  for (const breach of breaches.filter((_one, index) => named[index] === expected.breach)) {
    expect(breach.rule).toBe(expected.rule);
    expect(breach.place?.path).not.toBe("");
    const { message, remedy } = renderFinding(breach);
    expect(message).not.toContain("`unknown`");
    expect(message).not.toBe(renderReason(breach.code).sentence);
    expect(remedy).not.toBe("");
  }
}
