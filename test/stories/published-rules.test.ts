import { describe, expect, test } from "vitest";
import { PUBLISHED_RULES, requestsByRule } from "../bench/canary/published-rules.ts";
import { isLow } from "../bench/canary/rank-test.ts";

const minute = (succeeded: number) => ({
  stable: { succeeded: 18, requests: 20 },
  candidate: { succeeded, requests: 20 },
});

/** Candidate requests until the rule of that name ends a canary that these minutes happen to. */
function endedAt(name: string, successes: readonly number[]): number | undefined {
  const rule = PUBLISHED_RULES.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`no rule is called ${name}`);
  return requestsByRule(rule, successes.map(minute));
}

const times = (count: number, succeeded: number): readonly number[] =>
  Array.from({ length: count }, () => succeeded);

describe("rules of other tools, as they are compared with ours", () => {
  test("Argo Rollouts ends at the failed measurement after its limit, in a row or not", () => {
    const [bad, good] = [times(5, 16), times(5, 18)];
    expect(endedAt("Argo Rollouts", [...bad, ...bad, ...bad, ...good])).toBeUndefined();
    expect(endedAt("Argo Rollouts", [...bad, ...good, ...bad, ...bad, ...bad])).toBe(500);
  });

  test("Flagger ends at its tenth failed check, and success at the threshold is none", () => {
    expect(endedAt("Flagger", [...times(9, 16), ...times(20, 17)])).toBeUndefined();
    expect(endedAt("Flagger", [...times(9, 16), 18, 16])).toBe(220);
  });

  test("Kayenta has nothing to say before fifty points, however bad they are", () => {
    expect(endedAt("Kayenta, every 10 min from 50", times(120, 5))).toBe(1_000);
    expect(endedAt("Kayenta, once at 60 min", times(120, 5))).toBe(1_200);
  });

  test("a rank test calls no shift low that is within its interval or its accuracy", () => {
    const alike = Array.from({ length: 60 }, (_, at) => 0.8 + (at % 5) * 0.05);
    expect(isLow({ experiment: alike, control: alike })).toBe(false);
    const lower = alike.map((value) => value - 0.1);
    expect(isLow({ experiment: lower, control: alike })).toBe(true);
    expect(isLow({ experiment: alike, control: lower })).toBe(false);
    expect(isLow({ experiment: lower.slice(3, 5), control: alike })).toBe(false);
  });
});
