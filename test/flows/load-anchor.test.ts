import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { compile } from "../../src/core/ir/compile.ts";
import type { Mutation } from "../../src/core/ir/mutation.ts";
import { readRecorded } from "../../src/flows/clone/read-recorded.ts";
import type { Weighing } from "../../src/flows/gates/governing.ts";
import { gatherChange } from "../../src/flows/reading/gather-change.ts";
import { loadAnchor } from "../../src/flows/reading/load-anchor.ts";
import { readRegistered } from "../../src/flows/reading/read-registered.ts";
import { registerVersions } from "../../src/flows/rollout/register-versions.ts";
import { type Bench, openBench } from "../support/bench.ts";
import { NEVER_OPENED } from "../support/no-sealed-repositories.ts";

const DEFINITION = "systems/triage/system.yaml";

let store: OpenedStore;
let bench: Bench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openBench(store);
});

const tuned = (weight: string) => ({
  ...bench.starter,
  [DEFINITION]: (bench.starter[DEFINITION] ?? "").replace("value: 1.5", `value: ${weight}`),
});

async function weighingOf(number: number, weight: string): Promise<Weighing> {
  bench.propose(number, tuned(weight));
  const { ports, repository, keyOf } = bench;
  const key = keyOf(number);
  const pull = await repository.pull(key.pull);
  const gathered = await gatherChange(repository, pull);
  if (gathered.kind !== "gathered") throw new Error("not to be read");
  const reconciling: Weighing["reconciling"] = {
    ports,
    lease: { key },
    repository,
    pull,
    isCurrent: () => Promise.resolve(true),
    readVersion: (version) => readRegistered(ports, repository.id, version),
    openSealed: NEVER_OPENED,
  };
  return { reconciling, gathered };
}

function mutationOf({ gathered }: Weighing): Mutation {
  const { mutation } = gathered.change;
  if (mutation === undefined) throw new Error("not a mutation");
  return mutation;
}

/** The first step away from the starter, promoted; its versions may be in the registry. */
async function moveOn({ isRegistered }: { readonly isRegistered: boolean }): Promise<Mutation> {
  const weighing = await weighingOf(1, "1.6");
  const mutation = mutationOf(weighing);
  const { rules, change } = weighing.gathered;
  const { id: repositoryId } = bench.repository;
  const at = bench.now;
  await store.transact(async (tx) => {
    if (isRegistered) await registerVersions(tx, { repositoryId, at, change, rules });
    const { system, before, after } = mutation;
    const versions = { before: before.digest, after: after.digest };
    const spend = { key: bench.keyOf(1), system, ...versions, amount: 1, byPerson: false, at };
    await tx.budgets.record({ ...spend, kind: "drift" });
  });
  bench.repository.push("main", tuned("1.6"));
  return mutation;
}

describe("the version that people last approved", () => {
  it("is nobody else while the baseline is that version", async () => {
    expect(await loadAnchor(await weighingOf(1, "1.6"))).toBeUndefined();
  });

  it("is read whole from the registry once the system has moved on from it", async () => {
    const { before } = await moveOn({ isRegistered: true });

    const anchor = await loadAnchor(await weighingOf(2, "1.7"));

    if (anchor === undefined || anchor === "missing") throw new Error("nothing was read");
    expect(anchor.digest).toBe(before.digest);
    expect(compile(anchor).digest).toBe(compile(before).digest);
  });

  it("is compared with nothing that leads back to it", async () => {
    await moveOn({ isRegistered: true });

    expect(await loadAnchor(await weighingOf(2, "1.5"))).toBeUndefined();
  });

  it("is missing where the registry does not hold it", async () => {
    await moveOn({ isRegistered: false });

    expect(await loadAnchor(await weighingOf(2, "1.7"))).toBe("missing");
  });

  it("is read by a clone at the commit that the record names, and at no other", async () => {
    const commit = bench.repository.tip("main");
    const { before, after } = await moveOn({ isRegistered: false });
    const { charter } = (await weighingOf(2, "1.7")).gathered.change;
    const at = { system: "triage", version: before.digest, commit };

    const read = await readRecorded(bench.repository, {
      charter,
      edges: [{ ...at, commit: "unknown" }, at],
      version: before.digest,
    });

    expect(read?.digest).toBe(before.digest);
    const wrong = { charter, edges: [{ ...at, version: after.digest }], version: after.digest };
    expect(await readRecorded(bench.repository, wrong)).toBeUndefined();
  });
});
