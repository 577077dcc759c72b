import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import type { PullKey } from "../../src/core/kernel/ids.ts";
import { later } from "../../src/core/kernel/instant.ts";
import { reconcilePull } from "../../src/flows/reconcile/reconcile-pull.ts";
import { sweepRepositories } from "../../src/flows/intake/sweep-repositories.ts";
import { INSTALLATION } from "../support/bench-repository.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const DEFINITION = "systems/triage/system.yaml";
const PARAMETERS = "systems/triage/data/shorthand.json";
const README = "systems/triage/README.md";

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
});

describe("a push that edits a system around the app", () => {
  it("is an incident with one entry, a failing check and a pull request that puts it back", async () => {
    const from = bench.repository.tip("main");
    const tip = bench.pushPast({ [PARAMETERS]: "{}\n" });

    await bench.watch();
    await bench.watch();

    expect(await bench.codes()).toEqual(["changed-around"]);
    const [entry] = await bench.entries();
    expect(entry?.subject).toMatchObject({ system: "triage", head_sha: tip });
    expect(entry?.body).toMatchObject({ from, rows: [{ path: PARAMETERS }] });
    expect(bench.performed("publish-check")).toMatchObject([
      { sha: tip, name: "omega / incident", conclusion: "failure" },
    ]);
    expect(bench.performed("propose-change")).toMatchObject([
      { onto: tip, into: "main", rows: [{ path: PARAMETERS, entry: { mode: "100644" } }] },
    ]);
  });

  it("is over when the lawful content is back, and the record says how", async () => {
    bench.pushPast({ [PARAMETERS]: "{}\n" });
    await bench.watch();
    bench.pushPast({});

    await bench.watch();

    expect(await bench.codes()).toEqual(["changed-around", "incident-reverted"]);
    expect(await bench.open()).toEqual([]);
    expect(bench.performed("publish-check").at(-1)).toMatchObject({ conclusion: "success" });
  });

  it("is one incident more when more of it is changed, and the first is superseded", async () => {
    bench.pushPast({ [PARAMETERS]: "{}\n" });
    await bench.watch();
    bench.pushPast({ [PARAMETERS]: "{}\n", [DEFINITION]: "kind: Other\n" });

    await bench.watch();

    expect(await bench.codes()).toEqual([
      "changed-around",
      "changed-around",
      "incident-superseded",
    ]);
    expect(await bench.open()).toHaveLength(1);
  });

  it("takes a file away again that was added, and a link for what it is", async () => {
    bench.pushPast({ "systems/triage/prompts/more.md": "More.\n" });

    await bench.watch();

    expect(bench.performed("propose-change")).toMatchObject([
      { rows: [{ path: "systems/triage/prompts/more.md" }] },
    ]);
    expect(bench.performed("propose-change")[0]?.rows[0]).not.toHaveProperty("entry");
  });
});

describe("a frozen system", () => {
  beforeEach(async () => {
    await bench.inCanary();
  });

  it("enters no stage and asks for no merge, but rolls back", async () => {
    bench.pushPast({ ".omega/notes.md": "Ours now.\n" });
    await bench.watch();

    await bench.ask(1, "promote");
    await bench.look(1);

    expect(bench.performed("merge")).toEqual([]);
    expect((await bench.record(1))?.answers.join()).toContain("incident-open");
    await bench.ask(1, "rollback");
    await bench.look(1);
    expect(await bench.rollout(1)).toMatchObject({ state: "rolled-back" });
  });

  it("lets no evidence move a roll-out on by itself", async () => {
    const health = { units: 60, metrics: {} };
    const shadow = { state: "shadow", shadowPassed: false, canaryPassed: false, step: -1 } as const;
    await bench.seed(1, { ...shadow, share: 0, health });
    bench.pushPast({ ".omega/notes.md": "Ours now.\n" });
    await bench.watch();

    await bench.look(1);
    expect(await bench.rollout(1)).toMatchObject({ state: "shadow", shadowPassed: false });

    bench.pushPast({});
    await bench.watch();
    await bench.look(1);
    expect(await bench.rollout(1)).toMatchObject({ shadowPassed: true });
  });

  it("holds a promotion that had begun and is not merged yet", async () => {
    await bench.ask(1, "promote");
    bench.repository.before = async (effect) => {
      if (effect.kind !== "write-comment") return;
      bench.repository.before = undefined;
      bench.pushPast({ ".omega/notes.md": "Ours now.\n" });
      await bench.watch();
    };

    await bench.look(1);

    expect(bench.performed("merge")).toEqual([]);
    expect(await bench.rollout(1)).toMatchObject({ state: "held", reason: "incident-open" });
  });
});

describe("what is lawful on the default branch", () => {
  it.each([
    ["a file outside of everything governed", { "src/app.ts": "export {};\n" }],
    ["a README of the system", { [README]: "Other words.\n" }],
  ])("includes %s", async (_what, files) => {
    bench.pushPast(files);

    await bench.watch();

    expect(await bench.codes()).toEqual([]);
  });

  it("includes another form of the same version", async () => {
    bench.pushPast({ [DEFINITION]: `# A remark.\n${bench.starter[DEFINITION] ?? ""}` });

    await bench.watch();
    bench.pushPast({
      [DEFINITION]: `# A remark.\n${bench.starter[DEFINITION] ?? ""}`,
      "a.txt": "x",
    });
    await bench.watch();

    expect(await bench.codes()).toEqual([]);
  });

  it("includes a promotion, with other files merged in between", async () => {
    await bench.inCanary();
    await bench.ask(1, "promote");
    const files = { ...bench.scenario("improve-classifier"), "src/app.ts": "export {};\n" };
    bench.repository.before = async (effect) => {
      if (effect.kind !== "merge") return;
      bench.repository.before = undefined;
      bench.merge(1, files);
      // The push is looked at before the merge's answer is recorded.
      await bench.watch();
    };

    await bench.look(1);
    await bench.watch();

    expect(await bench.rollout(1)).toMatchObject({ state: "promoted" });
    expect(await bench.codes()).toEqual([]);
  });

  it("includes an approved amendment, and not the same content once another followed", async () => {
    const charter = bench.starter[CHARTER_PATH] ?? "";
    const next = {
      ...bench.starter,
      [CHARTER_PATH]: charter.replace("proposals: ", "proposals: 1"),
    };
    bench.propose(7, next);
    bench.approve(7, "alice", "bob", "carol");
    await bench.look(7);
    expect(await bench.record(7)).toMatchObject({ state: "approved" });
    bench.merge(7, next);
    await bench.look(7);
    await bench.watch();
    expect(await bench.codes()).toEqual([]);

    bench.pushPast({});
    await bench.watch();

    expect(await bench.codes()).toEqual(["changed-around"]);
    expect(await bench.open()).toMatchObject([{ freezes: "repository" }]);
  });
});

describe("a push whose webhook was lost", () => {
  it("is found by the sweep, once however often it sweeps", async () => {
    bench.pushPast({ [PARAMETERS]: "{}\n" });
    const { ports, repository } = bench;
    const installations = {
      all: async () => [{ installation: INSTALLATION, repositories: [repository.id] }],
    };
    const wake = { ring: (key: PullKey) => reconcilePull(ports, key) };

    for (let sweep = 0; sweep < 3; sweep += 1) {
      await sweepRepositories({ ...ports, wake }, installations);
    }

    expect(await bench.codes()).toEqual(["changed-around"]);
  });

  it("is one incident though two workers look at once", async () => {
    bench.pushPast({ [PARAMETERS]: "{}\n" });

    await Promise.all([bench.watch(), bench.watch(), bench.watch()]);

    expect(await bench.codes()).toEqual(["changed-around"]);
    expect(bench.performed("propose-change")).toHaveLength(1);
  });

  it("is one incident though a crash came between its entry and its effects", async () => {
    bench.pushPast({ [PARAMETERS]: "{}\n" });
    bench.repository.before = () => {
      throw new Error("killed");
    };
    await bench.watch().catch(() => {});
    bench.repository.before = undefined;
    bench.now = later(bench.now, 600_000);

    await bench.watch();

    expect(await bench.codes()).toEqual(["changed-around"]);
    expect(bench.performed("propose-change")).toHaveLength(1);
  });
});

describe("where the charter only watches", () => {
  it("it is written down once, and nothing is frozen or proposed", async () => {
    const charter = bench.starter[CHARTER_PATH] ?? "";
    const watching = { [CHARTER_PATH]: charter.replace("mode: enforce", "mode: monitor") };
    bench = await openWatchedBench(store, watching);
    bench.pushPast({ ...watching, [PARAMETERS]: "{}\n" });

    await bench.watch();
    await bench.watch();

    const entries = await bench.entries();
    expect(entries.map(({ body }) => body["state"])).toEqual(["watched"]);
    expect(await bench.open()).toEqual([]);
    expect(bench.repository.performed).toEqual([]);
  });
});

describe("an undecided pull request that somebody merged", () => {
  it("is found like a push", async () => {
    const files = bench.scenario("improve-classifier");
    bench.propose(1, files);
    bench.merge(1, files);

    await bench.watch();

    expect(await bench.codes()).toEqual(["changed-around"]);
  });
});
