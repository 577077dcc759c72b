import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import type { Sha } from "../../src/core/kernel/ids.ts";
import { applyHints } from "../../src/flows/intake/apply-hint.ts";
import { INSTALLATION } from "../support/bench-repository.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const RUN = 77;
const DEPLOYMENT = 501;

let store: OpenedStore;
let bench: WatchedBench;
let head: Sha;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
  await bench.inCanary();
  head = bench.repository.tip("change-1");
});

let asked = 0;

/** GitHub says that a job waits; whatever it wants is read from the deployment. */
function ask(): Promise<void> {
  const { id: repositoryId } = bench.repository;
  const place = { repositoryId, installation: INSTALLATION, run: RUN, deployment: DEPLOYMENT };
  return applyHints(bench.ports, `asked-${(asked += 1)}`, [{ kind: "protection-asked", ...place }]);
}

const waits = (environment: string, sha: Sha) =>
  bench.repository.deployments.set(DEPLOYMENT, { environment, sha });

describe("a job that waits at an environment", () => {
  it("is answered once for the stage and the commit of its roll-out, however often it asks", async () => {
    waits("triage/canary", head);

    await ask();
    await ask();
    await bench.watch();

    expect(bench.performed("answer-protection")).toMatchObject([
      { run: RUN, environment: "triage/canary", state: "approved" },
    ]);
  });

  it("is rejected with the reason where its roll-out is not that far", async () => {
    waits("triage/production", head);

    await ask();
    await bench.watch();

    expect(bench.performed("answer-protection")).toMatchObject([
      { state: "rejected", comment: expect.stringContaining("deployment-out-of-stage") },
    ]);
  });

  it("is not let through by an answer that comes after its stage", async () => {
    waits("triage/canary", head);
    await ask();
    await bench.ask(1, "rollback");
    await bench.look(1);

    await bench.watch();

    expect(bench.performed("answer-protection")).toEqual([]);
  });

  it("is not answered where GitHub knows no such deployment", async () => {
    await ask();
    await bench.watch();

    expect(bench.performed("answer-protection")).toEqual([]);
  });
});
