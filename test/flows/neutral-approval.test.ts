import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
  bench.propose(1, bench.scenario("improve-classifier"));
  await bench.seed(1, {
    reason: "neutral-unapproved",
    vouching: { for: "neutral", stands: false },
  });
});

const shadow = async (): Promise<void> => {
  await bench.ask(1, "shadow");
  await bench.look(1);
};
const answers = async () => (await bench.record(1))?.answers.join() ?? "";

describe("a neutral mutation that was accepted", () => {
  it("does not enter shadow until a person approves, and says whom it waits for", async () => {
    await shadow();

    expect(await bench.rollout(1)).toMatchObject({
      state: "accepted",
      reason: "neutral-unapproved",
    });
    expect(await answers()).toContain("neutral-unapproved");
    const release = bench.performed("publish-check").at(-1);
    expect(release).toMatchObject({ name: "omega / release", conclusion: "action_required" });
    expect(release?.summary).toContain("One steward or operator");
    expect(release?.actions).not.toContainEqual(expect.objectContaining({ identifier: "shadow" }));
  });

  it.each([
    ["a steward", "alice"],
    ["an operator", "dana"],
  ])("is taken up by itself when %s approves its head", async (_who, login) => {
    bench.approve(1, login);
    await bench.look(1);

    expect(await bench.record(1)).toMatchObject({ state: "accepted", reason: "neutral-approved" });
    expect(bench.performed("publish-check").at(-1)?.actions).toContainEqual(
      expect.objectContaining({ identifier: "shadow" }),
    );
    await shadow();
    expect(await bench.rollout(1)).toMatchObject({ state: "shadow" });
  });

  it.each<[string, () => void]>([
    ["somebody whom the charter does not name", () => bench.approve(1, "mallory")],
    [
      "its author",
      () => {
        bench.approve(1, "dana");
        bench.repository.change(1, { author: { id: 9, login: "dana", isBot: false } });
      },
    ],
    [
      "somebody with a commit in it",
      () => {
        bench.approve(1, "alice");
        bench.repository.contributors = async () => [{ id: 100, login: "alice", isBot: false }];
      },
    ],
    [
      "somebody who may not write here any more",
      () => {
        bench.approve(1, "alice");
        bench.repository.role = async (login) => (login === "alice" ? "read" : "maintain");
      },
    ],
  ])("goes on waiting when %s approves", async (_who, approve) => {
    approve();

    await shadow();

    expect(await bench.rollout(1)).toMatchObject({ reason: "neutral-unapproved" });
  });

  it("waits again when the approval is taken back before it began", async () => {
    bench.approve(1, "alice");
    await bench.look(1);
    bench.approve(1);

    await shadow();

    expect(await bench.rollout(1)).toMatchObject({
      state: "accepted",
      reason: "neutral-unapproved",
    });
  });

  it("is not taken further, nor merged, when the approval is taken back later", async () => {
    await bench.seed(1, {
      id: `later-${bench.repository.id}`,
      state: "canary",
      reason: "canary-passed",
      shadowPassed: true,
      canaryPassed: true,
      step: 1,
      share: 25,
      vouching: { for: "neutral", stands: true },
    });

    await bench.ask(1, "promote");
    await bench.look(1);
    expect(await answers()).toContain("approvals-lapsed");

    bench.approve(1, "alice");
    bench.repository.before = (effect) => {
      if (effect.kind === "write-comment") bench.approve(1);
    };
    await bench.ask(1, "promote");
    await bench.look(1);
    expect(bench.performed("merge")).toEqual([]);
    expect(await bench.rollout(1)).toMatchObject({ state: "held", reason: "approvals-lapsed" });
  });
});
