import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import type { Effect } from "../../src/core/decision/effect.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import type { Files } from "../support/builders.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const CHARTER = ".omega/charter.yaml";
const PROMPT = "systems/triage/prompts/reply.md";

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
});

/** The queue builds a group of these files on top of the default branch, and asks. */
async function ask(files: Files) {
  const { repository } = bench;
  const group = repository.push("gh-readonly-queue/main/pr-1", files, repository.tip("main"));
  repository.groups.push(group);
  await bench.watch();
  return bench
    .performed("publish-check")
    .find(({ sha, name }) => sha === group && name === "omega / release");
}

/** Promotion goes into the queue instead of the branch. */
async function enqueue(): Promise<void> {
  await bench.inCanary();
  bench.repository.answer = ({ kind }: Effect) => {
    if (kind !== "merge") return undefined;
    bench.repository.queued.add(1);
    return { kind: "queued", githubId: "MQE_1" };
  };
  await bench.ask(1, "promote");
  await bench.look(1);
}

describe("a group of the merge queue", () => {
  it("passes where it makes of the branch what was decided, and is asked about once", async () => {
    await enqueue();

    const check = await ask(bench.improved);
    await bench.watch();

    expect(check).toMatchObject({ conclusion: "success" });
    const checks = bench.performed("publish-check").filter(({ sha }) => sha === check?.sha);
    expect(checks).toHaveLength(1);
  });

  it("passes where it touches nothing that is governed", async () => {
    expect(await ask({ ...bench.starter, "NOTES.md": "Notes.\n" })).toMatchObject({
      conclusion: "success",
    });
  });

  it("fails where two heads, each lawful alone, make a version that nobody decided on", async () => {
    await enqueue();
    const prompt = bench.starter[PROMPT] ?? "";

    const check = await ask({ ...bench.improved, [PROMPT]: `${prompt}\nBe brief.\n` });

    expect(check).toMatchObject({ conclusion: "failure" });
    expect(check?.summary).toContain("merge-group-undecided");
    expect(check?.summary).toContain(PROMPT);
  });

  it("fails where the charter changes beside an agent that was decided on under the old one", async () => {
    const charter = bench.starter[CHARTER] ?? "";
    const stricter = charter.replace("soak: PT2S", "soak: PT3S");
    expect(stricter).not.toBe(charter);
    bench.propose(2, { ...bench.starter, [CHARTER]: stricter });
    bench.approve(2, "alice", "bob", "carol");
    await bench.look(2);
    expect(await bench.record(2)).toMatchObject({ state: "approved" });
    await enqueue();

    expect(await ask({ ...bench.starter, [CHARTER]: stricter })).toMatchObject({
      conclusion: "success",
    });
    const both = await ask({ ...bench.improved, [CHARTER]: stricter });

    expect(both).toMatchObject({ conclusion: "failure" });
    expect(both?.summary).toContain("merge-group-mixed");
  });

  it("writes what it was told into the record before GitHub hears of it", async () => {
    const check = await ask({ ...bench.starter, "NOTES.md": "Notes.\n" });

    const entries = await bench.read((tx) => tx.ledger.readOf(bench.repository.id, 0, 1000));
    expect(entries.filter(({ entry }) => entry.body["decision"] === "merge-group")).toMatchObject([
      { entry: { subject: { head_sha: check?.sha } } },
    ]);
  });
});

describe("a promotion through the merge queue", () => {
  const rollout = () => bench.rollout(1);

  it("waits while the queue holds it, however often it is looked at", async () => {
    await enqueue();
    await bench.look(1);

    expect(await rollout()).toMatchObject({ state: "promoting" });
  });

  it("is a promotion once the queue has merged it", async () => {
    await enqueue();
    bench.repository.queued.clear();
    bench.merge(1, bench.improved);
    await bench.look(1);

    expect(await rollout()).toMatchObject({ state: "promoted" });
  });

  it("holds its canary when the queue gives it back, and can be asked for again", async () => {
    await enqueue();
    bench.repository.queued.clear();
    await bench.look(1);
    expect(await rollout()).toMatchObject({ state: "held", reason: "thrown-out-of-queue" });

    await bench.ask(1, "promote");
    await bench.look(1);

    expect(await rollout()).toMatchObject({ state: "promoting" });
    expect(bench.repository.queued.has(1)).toBe(true);
  });
});

describe("a group that would advance what an incident froze", () => {
  it("fails, though its head was decided, and also where it was let through before", async () => {
    await enqueue();
    const passed = await ask(bench.improved);
    expect(passed).toMatchObject({ conclusion: "success" });

    await store.transact((tx) =>
      tx.incidents.save({
        id: "deployed",
        repositoryId: bench.repository.id,
        reason: "deployed-around",
        freezes: ["triage"],
        freezesFrom: bench.now,
        openedAt: bench.now,
        sha: bench.repository.tip("main"),
        deviations: [],
      }),
    );
    await bench.watch();
    await bench.watch();

    const told = bench.performed("publish-check").filter(({ sha }) => sha === passed?.sha);
    expect(told.map(({ conclusion }) => conclusion)).toEqual(["success", "failure"]);
    expect(told.at(-1)?.summary).toContain("incident-open");
  });
});
