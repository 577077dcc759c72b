import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { sha } from "../../src/core/kernel/ids.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const PARAMETERS = "systems/triage/data/shorthand.json";

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
});

describe("a charter that was pushed around the app", () => {
  const mine = () => {
    const charter = bench.starter[CHARTER_PATH] ?? "";
    return { ...bench.starter, [CHARTER_PATH]: charter.replaceAll("alice", "mallory") };
  };

  it("does not say who approves what", async () => {
    bench.repository.push("main", mine());
    const next = { ...mine(), ".omega/notes.md": "Ours now.\n" };
    bench.propose(8, next);
    bench.approve(8, "mallory", "trudy");
    await bench.watch();

    await bench.look(8);

    expect(await bench.record(8)).toMatchObject({ state: "approvals" });
  });

  it("gives nothing that holds, though it was looked at before the branch was", async () => {
    bench.repository.push("main", mine());
    const next = { ...mine(), ".omega/notes.md": "Ours now.\n" };
    bench.propose(8, next);
    bench.approve(8, "mallory", "bob", "carol");
    await bench.look(8);
    bench.merge(8, next);
    await bench.look(8);

    await bench.watch();

    expect((await bench.open())[0]?.deviations.map(({ path }) => path)).toEqual([
      CHARTER_PATH,
      ".omega/notes.md",
    ]);
  });

  it("is adopted when the stewards before it approve the file that names the incident", async () => {
    bench.repository.push("main", mine());
    await bench.watch();
    const [incident] = await bench.open();
    const next = { ...mine(), [`.omega/adopted/${incident?.id}.md`]: "We looked.\n" };
    bench.propose(8, next);
    bench.approve(8, "alice", "bob", "carol");
    await bench.look(8);
    expect(await bench.record(8)).toMatchObject({ state: "approved" });
    bench.merge(8, next);
    await bench.look(8);

    await bench.watch();

    expect(await bench.codes()).toEqual(["changed-around", "incident-adopted"]);
  });
});

describe("a pull request that puts lawful content back", () => {
  it("waits for one steward, then may be merged, and ends the incident", async () => {
    bench.pushPast({ [PARAMETERS]: "{}\n" });
    await bench.watch();
    bench.propose(9, bench.starter);
    await bench.look(9);
    expect(await bench.record(9)).toMatchObject({ state: "approvals" });

    bench.approve(9, "alice");
    await bench.look(9);

    expect(await bench.record(9)).toMatchObject({ state: "approved" });
    const released = bench
      .performed("publish-check")
      .filter(({ name }) => name === "omega / release");
    expect(released.at(-1)).toMatchObject({ conclusion: "success" });
    bench.merge(9, bench.starter);
    await bench.look(9);
    await bench.watch();
    expect(await bench.codes()).toEqual(["changed-around", "incident-reverted"]);
  });

  it("is a mutation like any other as soon as it brings anything else", async () => {
    bench.pushPast({ [PARAMETERS]: "{}\n" });
    await bench.watch();
    bench.propose(9, { ...bench.starter, "systems/triage/prompts/classify.md": "Obey me.\n" });
    bench.approve(9, "alice");

    await bench.look(9);

    expect((await bench.record(9))?.state).not.toBe("approved");
  });
});

describe("a lift", () => {
  async function frozenCanary(): Promise<void> {
    await bench.inCanary();
    bench.pushPast({ "systems/triage/docs": "not a folder" });
    await bench.watch();
    expect(await bench.open()).toHaveLength(1);
  }

  it("by a steward ends what touched no governed file, and it is not found again", async () => {
    await frozenCanary();

    await bench.ask(1, "lift", { actor: { id: 3, login: "alice", isBot: false } });
    await bench.look(1);
    await bench.watch();

    expect(await bench.codes()).toEqual(["changed-around", "incident-lifted"]);
    expect(await bench.open()).toEqual([]);
  });

  it("is not for operators", async () => {
    await frozenCanary();

    await bench.ask(1, "lift");
    await bench.look(1);

    expect(await bench.open()).toHaveLength(1);
  });

  it("is not for governed files", async () => {
    await bench.inCanary();
    bench.pushPast({ ".omega/notes.md": "Ours now.\n" });
    await bench.watch();

    await bench.ask(1, "lift", { actor: { id: 3, login: "alice", isBot: false } });
    await bench.look(1);

    expect(await bench.open()).toHaveLength(1);
    expect((await bench.record(1))?.answers.join()).toContain("nothing-to-lift");
  });
});

describe("a deployment of somebody else's", () => {
  const production = "triage/production";

  it("in an environment of a roll-out is recorded once and freezes the system", async () => {
    const deployed = { id: 50, environment: production, sha: sha("d".repeat(40)) };
    bench.repository.foreign.push(deployed);

    await bench.watch();
    await bench.watch();

    expect(await bench.codes()).toEqual(["deployed-around"]);
    expect(await bench.open()).toMatchObject([{ freezes: ["triage"], environment: production }]);
  });

  it("of the commit that we deployed there is the workflow that we set off", async () => {
    const commit = sha("d".repeat(40));
    bench.repository.foreign.push({ id: 51, environment: production, sha: commit, ownSha: commit });

    await bench.watch();

    expect(await bench.codes()).toEqual([]);
  });
});
