import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const REFUSAL = "systems/triage/prompts/refusal.md";

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
});

/** A protected module's change that two stewards approved, at the end of its canary. */
async function approvedInCanary(): Promise<void> {
  bench.propose(1, { ...bench.starter, [REFUSAL]: "I am sorry, I cannot help with that.\n" });
  bench.approve(1, "alice", "bob");
  await bench.seed(1, {
    state: "canary",
    reason: "canary-passed",
    shadowPassed: true,
    canaryPassed: true,
    step: 1,
    share: 25,
  });
}

const promote = async (): Promise<void> => {
  await bench.ask(1, "promote");
  await bench.look(1);
};
const released = () =>
  bench.performed("publish-check").filter(({ conclusion }) => conclusion === "success");

describe("the promotion of what people had to approve", () => {
  it("goes through while the approvals stand", async () => {
    await approvedInCanary();

    await promote();

    expect(await bench.rollout(1)).toMatchObject({ state: "promoted" });
  });

  it.each<[string, () => void]>([
    ["an approval was dismissed", () => bench.approve(1, "alice")],
    [
      "an approver may no longer write here",
      () => {
        bench.repository.role = async (login) => (login === "bob" ? "read" : "maintain");
      },
    ],
    [
      "an approver left",
      () => {
        bench.repository.role = async (login) => (login === "bob" ? "none" : "maintain");
      },
    ],
  ])("is held when %s since", async (_why, lapse) => {
    await approvedInCanary();
    lapse();

    await promote();

    expect(bench.performed("merge")).toEqual([]);
    expect(released()).toEqual([]);
    expect(await bench.rollout(1)).toMatchObject({ state: "held", reason: "approvals-lapsed" });
    const [comment] = bench.performed("write-comment").slice(-1);
    expect(comment?.body).toContain("approve this commit again");
  });

  it("goes on when somebody approves again and an operator asks again", async () => {
    await approvedInCanary();
    bench.approve(1, "alice");
    await promote();
    bench.approve(1, "alice", "carol");

    await promote();

    expect(await bench.rollout(1)).toMatchObject({ state: "promoted" });
  });

  it("is void for a head that was pushed after them", async () => {
    await approvedInCanary();
    await bench.ask(1, "promote");
    bench.repository.before = (effect) => {
      if (effect.kind !== "write-comment") return;
      bench.repository.before = undefined;
      bench.repository.push("change-1", { ...bench.starter, [REFUSAL]: "Go away.\n" });
    };

    await bench.look(1);

    expect(bench.performed("merge")).toEqual([]);
    expect(await bench.rollout(1)).toMatchObject({ state: "held", reason: "decision-voided" });
  });
});
