import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { digestOf } from "../../src/core/kernel/digest.ts";
import type { Effect } from "../../src/core/decision/effect.ts";
import { type Bench, openBench } from "../support/bench.ts";

const DEFINITION = "systems/triage/system.yaml";
const OTHER = "systems/triage/data/shorthand.json";

let store: OpenedStore;
let bench: Bench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openBench(store);
});

/** At the end of its canary; the next thing an operator can ask for is the promotion. */
async function afterCanary(files = bench.scenario("improve-classifier")): Promise<void> {
  bench.propose(1, files);
  await bench.seed(1, {
    state: "canary",
    reason: "canary-passed",
    shadowPassed: true,
    canaryPassed: true,
    step: 1,
    share: 25,
  });
}

const kinds = () => bench.repository.performed.map(({ kind }) => kind);
const released = () =>
  bench.repository.performed.filter(
    (effect) => effect.kind === "publish-check" && effect.conclusion === "success",
  );

/** Lets somebody else's merge reach the base branch just before an effect is performed. */
function pushBefore(kind: Effect["kind"], path: string, text: string): void {
  bench.repository.before = (effect) => {
    if (effect.kind !== kind) return;
    bench.repository.before = undefined;
    bench.repository.push("main", { ...bench.starter, [path]: text });
  };
}

describe("a promotion", () => {
  it("merges the decided head and moves the production pointer", async () => {
    await afterCanary();
    await bench.ask(1, "promote");

    await bench.look(1);

    expect(kinds()).toContain("merge");
    expect(await bench.record(1)).toMatchObject({ state: "promoted" });
  });

  it("names as parent what production ran, though the base had another version", async () => {
    const version = digestOf("before an amendment");
    await afterCanary();
    const rollout = await bench.rollout(1);
    if (rollout === undefined) throw new Error("nothing was seeded");
    const { repositoryId, system, stable: artifact, headSha: commit } = rollout;
    const since = bench.now;
    await bench.read((tx) =>
      tx.systems.point({ repositoryId, system, artifact, version, commit, since }),
    );
    await bench.ask(1, "promote");

    await bench.look(1);

    const entries = await bench.read((tx) => tx.ledger.readOf(repositoryId, 0, 1_000));
    const pointers = entries.filter(({ entry }) => entry.kind === "pointer");
    expect(pointers.map(({ entry }) => entry.body["parent"])).toEqual([version]);
  });

  it("merges though the base moved, where the system and its charter did not", async () => {
    await afterCanary();
    await bench.ask(1, "promote");
    pushBefore("write-comment", "systems/triage/README.md", "Other words.\n");

    await bench.look(1);

    expect(await bench.record(1)).toMatchObject({ state: "promoted" });
  });

  it("does not merge when the system got another baseline since the last look", async () => {
    await afterCanary();
    await bench.ask(1, "promote");
    pushBefore("write-comment", OTHER, "{}\n");

    await bench.look(1);

    expect(kinds()).not.toContain("merge");
    expect(await bench.rollout(1)).toMatchObject({ state: "held", reason: "merge-tree-differs" });
  });

  it("does not merge when a merge of lines could make another system of it", async () => {
    const text = bench.starter[DEFINITION] ?? "";
    await afterCanary({
      ...bench.starter,
      [DEFINITION]: text.replace("value: 1.5", "value: 1.6"),
    });
    await bench.ask(1, "promote");
    pushBefore("write-comment", DEFINITION, `# Another remark.\n${text}`);

    await bench.look(1);

    expect(kinds()).not.toContain("merge");
    expect(await bench.rollout(1)).toMatchObject({ state: "held", reason: "merge-tree-differs" });
  });

  it("does not even turn green when the base had moved before", async () => {
    await afterCanary();
    await bench.ask(1, "promote");
    bench.repository.role = async () => {
      bench.repository.push("main", { ...bench.starter, [OTHER]: "{}\n" });
      return "maintain";
    };

    await bench.look(1);

    expect(released()).toEqual([]);
    expect(kinds()).not.toContain("merge");
  });
});
