import { afterEach, describe, expect, it } from "vitest";
import { type Desk, openDesk } from "../support/desk.ts";
import { quickProposal, starterWithBudget } from "../support/tight-budget.ts";

let opened: Desk | undefined;

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

const openUnder = async (window: string, proposals: number): Promise<Desk> => {
  opened = await openDesk({ files: starterWithBudget({ window, proposals }) });
  return opened;
};

const isSettled = (state: string | undefined): boolean =>
  state === "waiting" || state === "rejected";

describe("a proposal over the budget", () => {
  it("is told when the next slot opens, and is taken up again by itself then", async () => {
    const desk = await openUnder("PT4S", 1);
    const first = await desk.propose(quickProposal("first"));
    await desk.see(first, ({ state }) => state === "rejected");
    const second = await desk.propose(quickProposal("second"));

    const waiting = await desk.see(second, ({ state }) => state === "waiting");
    expect(waiting.checks["omega / budget"]).toBe("failure");
    expect(waiting.texts["omega / budget"]).toMatch(/budget-proposals-spent/);
    expect(waiting.texts["omega / budget"]).toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d/);

    const taken = await desk.see(second, ({ state }) => state === "rejected");
    expect(taken.checks["omega / budget"]).toBe("success");
    expect(taken.checks["omega / validation"]).toBe("failure");
  });

  it("is one of exactly so many as the window has no slot for, however many come at once", async () => {
    const desk = await openUnder("P1D", 4);
    const branches = Array.from({ length: 10 }, (_, index) => `flood-${index}`);
    const pulls = await Promise.all(branches.map((branch) => desk.propose(quickProposal(branch))));

    const seen = await Promise.all(
      pulls.map((pull) => desk.see(pull, ({ state }) => isSettled(state))),
    );

    const outcomes = seen.map(({ checks }) => checks["omega / budget"]);
    expect(outcomes.filter((outcome) => outcome === "success")).toHaveLength(4);
    expect(outcomes.filter((outcome) => outcome === "failure")).toHaveLength(6);
  });
});
