import type { GateReport } from "./gate.ts";

/**
 * What a charter may only watch while it enforces the rest: the six rules, and the stages of the
 * validation after which there is still something that can be run. What cannot be read, has no way
 * through its graph or does not start could not be evaluated either.
 */
export const WATCHABLE_RULES = [
  "C1",
  "C2",
  "C3",
  "C4",
  "C5",
  "C6",
  "contracts",
  "tiers",
  "capabilities",
  "resources",
] as const;

/**
 * A report as a charter has it that only watches some rules: breaches of those alone stop nothing,
 * and stay in the report to be said. One enforced breach among them and it fails as it was.
 */
export function watchRules<Report extends GateReport>(
  report: Report,
  watched: readonly string[],
): Report {
  const isWatched =
    report.outcome === "fail" &&
    report.findings.length > 0 &&
    report.findings.every(({ rule }) => watched.includes(rule));
  return isWatched ? { ...report, outcome: "pass", reason: "only-watched" } : report;
}
