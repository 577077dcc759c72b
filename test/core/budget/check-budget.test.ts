import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkBudget,
  type Proposal,
  type Request,
  type Spent,
} from "../../../src/core/budget/check-budget.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { aCharter } from "../../support/builders.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 100 * DAY;

/** Six proposals and three acceptances a day; two more for people, one more for the way back. */
const rules = aCharter().systems["greeter"]?.budget;

const AGENT: Proposal = {
  byPerson: false,
  isRollback: false,
  isCounted: false,
  sealedPairs: 0,
  usdMicros: 0,
};

function spent(parts: Partial<Omit<Spent, "at">> & { at?: number } = {}): Spent {
  const { at = NOW - HOUR, ...rest } = parts;
  return { kind: "proposal", amount: 1, byPerson: false, ...rest, at: instant(at) };
}

function times(count: number, parts: Parameters<typeof spent>[0] = {}): readonly Spent[] {
  return Array.from({ length: count }, () => spent(parts));
}

function ask(parts: Partial<Proposal>, before: readonly Spent[], now = NOW) {
  if (rules === undefined) throw new Error("the builder's charter has lost its system");
  const request: Request = {
    rules,
    spent: before,
    proposal: { ...AGENT, ...parts },
    now: instant(now),
  };
  return checkBudget(request);
}

describe("C6, the mutation budget", () => {
  it.each([
    ["nothing was spent", {}, [], "passed"],
    ["one slot is left", {}, times(5), "passed"],
    ["no slot is left", {}, times(6), "budget-proposals-spent"],
    ["this proposal holds one of the slots", { isCounted: true }, times(6), "passed"],
    ["a person draws on the people's reserve", { byPerson: true }, times(6), "passed"],
    [
      "the people's reserve is used up too",
      { byPerson: true },
      [...times(6), ...times(2, { byPerson: true })],
      "budget-proposals-spent",
    ],
    [
      "people used only their reserve",
      {},
      [...times(5), ...times(2, { byPerson: true })],
      "passed",
    ],
    [
      "people used more than their reserve",
      {},
      [...times(5), ...times(3, { byPerson: true })],
      "budget-proposals-spent",
    ],
    ["a rollback draws on its reserve", { isRollback: true }, times(6), "passed"],
    ["the rollback's reserve is used up", { isRollback: true }, times(7), "budget-proposals-spent"],
    ["acceptances are used up", {}, times(3, { kind: "accepted" }), "budget-accepted-spent"],
    [
      "a counted proposal meets used-up acceptances",
      { isCounted: true },
      times(3, { kind: "accepted" }),
      "budget-accepted-spent",
    ],
    [
      "sealed pairs just fit",
      { sealedPairs: 400 },
      [spent({ kind: "sealed-pairs", amount: 600 })],
      "passed",
    ],
    [
      "sealed pairs do not fit",
      { sealedPairs: 401 },
      [spent({ kind: "sealed-pairs", amount: 600 })],
      "budget-spend-exceeded",
    ],
    [
      "money does not fit",
      { usdMicros: 1 },
      [spent({ kind: "usd-micros", amount: 2_000_000 })],
      "budget-spend-exceeded",
    ],
    ["drift is somebody else's to count", {}, times(9, { kind: "drift", amount: 5e6 }), "passed"],
  ] as const)("when %s", (...[, proposal, before, reason]) => {
    const report = ask(proposal, before);

    expect(report.reason).toBe(reason);
    expect(report.outcome).toBe(reason === "passed" ? "pass" : "fail");
    expect(report.findings.every(({ rule }) => rule === "C6")).toBe(true);
  });

  it.each([
    ["a millisecond before the window has passed", NOW - DAY + 1, "fail"],
    ["when the window has just passed", NOW - DAY, "pass"],
    ["when a clock was set back", NOW + HOUR, "fail"],
  ])("counts a spend %s", (_when, at, outcome) => {
    expect(ask({}, times(6, { at })).outcome).toBe(outcome);
  });

  it("names the moment at which the next slot opens, and passes then", () => {
    const before = [3, 5, 5, 4, 2, 1].map((hours) => spent({ at: NOW - hours * HOUR }));
    const report = ask({}, before);
    const at = report.nextSlotAt ?? 0;

    expect(at).toBe(NOW - 5 * HOUR + DAY);
    expect(ask({}, before, at - 1).outcome).toBe("fail");
    expect(ask({}, before, at).outcome).toBe("pass");
  });

  it("waits until every purse has room", () => {
    const before = [...times(6, { at: NOW - 5 * HOUR }), ...times(3, { kind: "accepted" })];
    const report = ask({}, before);

    expect(report.findings.map(({ code }) => code)).toEqual([
      "budget-proposals-spent",
      "budget-accepted-spent",
    ]);
    expect(report.nextSlotAt).toBe(NOW - HOUR + DAY);
  });

  it("names no moment for what would never fit", () => {
    const report = ask({ sealedPairs: 1001 }, []);

    expect(report.nextSlotAt).toBeUndefined();
    expect(report.findings[0]?.facts["problem"]).toBe("never");
  });

  it("lets exactly the charter's number of agents' proposals through in any one window", () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 4 * 24 * 60 }), { maxLength: 60 });
    fc.assert(
      fc.property(minutes, (offsets) => {
        const passed: Spent[] = [];
        for (const offset of [...offsets].sort((left, right) => left - right)) {
          const at = NOW + offset * 60_000;
          if (ask({}, passed, at).outcome === "pass") passed.push(spent({ at }));
        }
        for (const { at } of passed) {
          const inWindow = passed.filter((one) => one.at <= at && one.at > at - DAY);
          expect(inWindow.length).toBeLessThanOrEqual(6);
        }
        const wasFree = offsets.length <= 6;
        expect(!wasFree || passed.length === offsets.length).toBe(true);
      }),
    );
  });
});
