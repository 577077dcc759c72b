import { describe, expect, test } from "vitest";
import { reportStatic } from "../../../src/core/evaluation/report-evaluation.ts";
import { scoreStatic } from "../../../src/core/evaluation/score-static.ts";
import { DIMENSIONS } from "../../../src/core/evaluation/dimension-report.ts";
import type { Objective } from "../../../src/core/ir/mutation.ts";
import { claimsOf } from "../../../src/core/decision/claims-of.ts";
import { NO_RECORDS } from "../../../src/core/evaluation/records.ts";
import { recompute } from "../../../src/core/judging/recompute.ts";
import { anEdit, aSystem, aVersion } from "../../support/builders.ts";

const longer = aSystem({
  graph: {
    entry: "feel",
    nodes: {
      feel: { kind: "tool", tool: "sense" },
      again: { kind: "tool", tool: "sense" },
      greet: { kind: "template", prompt: "reply" },
      done: { kind: "end" },
    },
    edges: {
      a: { from: "feel", to: "again" },
      b: { from: "again", to: "greet" },
      c: { from: "greet", to: "done" },
    },
  },
});

type Seen = {
  readonly after?: typeof longer;
  readonly objective?: Objective;
  readonly widening?: boolean;
};

function look({ after, objective = "task", widening = false }: Seen) {
  return scoreStatic({
    before: aVersion(),
    after: after === undefined ? aVersion() : aVersion({ system: after }),
    changes: { edits: [anEdit({ widening })] },
    claim: { hypothesis: "better", objective },
  });
}

describe("a system without a suite", () => {
  test("is scored in every dimension, by rules of its definition alone", () => {
    const { reports } = look({});
    expect(new Set(reports.map(({ dimension }) => dimension))).toEqual(new Set(DIMENSIONS));
    expect(
      reports.every(({ evidence, source }) => evidence.kind === "rule" && source === "definition"),
    ).toBe(true);
  });

  test("can get no further than quarantine", () => {
    expect(reportStatic(look({}))).toMatchObject({
      outcome: "no-data",
      reason: "static-evidence-only",
    });
  });

  test("is refused a change that gives it more than it had", () => {
    expect(reportStatic(look({ widening: true }))).toMatchObject({
      outcome: "fail",
      reason: "static-regression",
    });
  });

  test("is refused a longer way to every end, where efficiency was promised, and only there", () => {
    expect(reportStatic(look({ after: longer, objective: "efficiency" }))).toMatchObject({
      outcome: "fail",
    });
    expect(reportStatic(look({ after: longer }))).toMatchObject({ outcome: "no-data" });
  });

  test("leaves the second implementation nothing to object to", () => {
    const claims = claimsOf(look({ widening: true }), "standard", {
      epoch: 1,
      testsSpent: 0,
      accepts: 0,
    });
    expect(recompute(NO_RECORDS, claims).agrees).toBe(true);
  });
});
