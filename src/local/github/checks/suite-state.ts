import type { Repository } from "../repositories/repository.ts";
import type { CheckRun, CheckSuite } from "./check-run.ts";

/** Worst first: a suite concludes as its worst run does. */
const severity = [
  "action_required",
  "failure",
  "timed_out",
  "cancelled",
  "stale",
  "success",
  "neutral",
  "skipped",
];

export function runsOf(repository: Repository, suite: CheckSuite): readonly CheckRun[] {
  return [...repository.checkRuns.values()].filter((run) => run.suiteId === suite.id);
}

function latestOf(runs: readonly CheckRun[]): readonly CheckRun[] {
  return [...new Map(runs.map((run) => [run.name, run])).values()];
}

export function stateOfSuite(
  repository: Repository,
  suite: CheckSuite,
): { readonly status: string; readonly conclusion: string | null; readonly count: number } {
  const runs = latestOf(runsOf(repository, suite));
  if (runs.length === 0) return { status: "queued", conclusion: null, count: 0 };
  if (runs.every((run) => run.status === "completed")) {
    const conclusion = severity.find((one) => runs.some((run) => run.conclusion === one)) ?? null;
    return { status: "completed", conclusion, count: runs.length };
  }
  const status = runs.every((run) => run.status === "queued") ? "queued" : "in_progress";
  return { status, conclusion: null, count: runs.length };
}
