import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { driftSinceAnchor } from "../../src/core/budget/drift-since-anchor.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import type { Digest } from "../../src/core/kernel/digest.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { draftOf } from "../../src/core/ledger/drafts.ts";
import { replaySpends } from "../../src/core/ledger/replay-spends.ts";
import type { Files } from "../support/builders.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const DEFINITION = "systems/triage/system.yaml";
const REFUSAL = "systems/triage/prompts/refusal.md";
const DRIFT = 7;

let store: OpenedStore;
let bench: WatchedBench;
let pulls = 0;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
  pulls = 0;
});

const tuned = (weight: string): Files => ({
  ...bench.starter,
  [DEFINITION]: (bench.starter[DEFINITION] ?? "").replace("value: 1.5", `value: ${weight}`),
});

/** Promotes these files as a change that moves the system by so much, and merges them. */
async function promote(files: Files, drift = DRIFT): Promise<Digest> {
  const number = (pulls += 1);
  bench.propose(number, files);
  const rollout = await bench.seed(number, {
    state: "canary",
    reason: "canary-passed",
    shadowPassed: true,
    canaryPassed: true,
    step: 1,
    share: 25,
  });
  const { repositoryId, headSha, before, after } = rollout;
  const subject = {
    repository_id: repositoryId,
    pull: number,
    system: "triage",
    head_sha: headSha,
  };
  await bench.read(async (tx) => {
    const record = await tx.pulls.load(bench.keyOf(number));
    if (record !== undefined) await tx.pulls.save({ ...record, drift });
    const facts = { system_before: before, system_after: after, charter: "", proposer: "agent" };
    await tx.ledger.append(draftOf("classification", { at: bench.now, subject }, facts));
  });
  await bench.ask(number, "promote");
  await bench.look(number);
  expect(await bench.rollout(number)).toMatchObject({ state: "promoted" });
  bench.merge(number, files);
  await bench.look(number);
  await bench.watch();
  return after;
}

/** Opens an amendment, has the stewards approve it, and merges it. */
async function amend(files: Files, approvers: readonly string[] = ["alice", "bob"]): Promise<void> {
  const number = (pulls += 1);
  bench.propose(number, files);
  bench.approve(number, ...approvers);
  await bench.look(number);
  bench.merge(number, files);
  await bench.look(number);
  await bench.watch();
}

/** What the store and a replay of the ledger say, which must be the same. */
async function drifted(): Promise<number> {
  const { id } = bench.repository;
  const spent = await bench.read((tx) => tx.budgets.spentSince(id, ["triage"], instant(0)));
  const entries = await bench.read((tx) => tx.ledger.readOf(id, 0, 1_000));
  const { spends } = replaySpends(entries.map(({ entry }) => entry));
  const replayed = driftSinceAnchor(spends, "triage");
  expect(driftSinceAnchor(spent, "triage")).toBe(replayed);
  return replayed / 1_000_000;
}

const anchorOf = (version: Digest): string => `.omega/anchors/triage/${version.slice(7)}.md`;

/** What the constitution says of one more step. */
async function nextStep(files: Files): Promise<string | undefined> {
  const number = (pulls += 1);
  bench.propose(number, files);
  bench.repository.reviews = async () => [];
  await bench.look(number);
  return (await bench.record(number))?.gates.find(({ gate }) => gate === "constitution")?.reason;
}

describe("cumulative drift", () => {
  it("is measured again from the version that stewards approve by name", async () => {
    const version = await promote(tuned("1.6"));
    expect(await drifted()).toBe(DRIFT);
    await promote(tuned("1.7"), 0.99);
    expect(await nextStep(tuned("1.9"))).toBe("drift-exceeded");

    await amend({ ...tuned("1.7"), [anchorOf(version)]: "We looked at it.\n" });

    expect(await drifted()).toBe(0.99);
    expect(await nextStep({ ...tuned("1.9"), [anchorOf(version)]: "We looked at it.\n" })).toBe(
      "passed",
    );
  });

  it("begins anew with an approved change of a protected module, once it is promoted", async () => {
    await promote(tuned("1.6"));
    bench.approve(2, "alice", "bob");

    await promote({ ...tuned("1.6"), [REFUSAL]: "I am sorry, I cannot help.\n" }, 0.1);

    expect(await drifted()).toBe(0);
  });

  it.each<[string, (version: Digest) => Files, (readonly string[])?]>([
    ["an amendment that says nothing of the system", () => ({ ".omega/notes.md": "Hello.\n" })],
    [
      "another rule for the system",
      () => ({
        [CHARTER_PATH]: (bench.starter[CHARTER_PATH] ?? "").replace("accepted: 5", "accepted: 4"),
      }),
    ],
    [
      "an anchor for another system",
      (version) => ({
        [anchorOf(version).replace("triage", "other")]: "Yes.\n",
      }),
    ],
    [
      "an anchor that too few people approve",
      (version) => ({ [anchorOf(version)]: "Yes.\n" }),
      ["alice"],
    ],
    [
      "a version that was never in production",
      () => ({
        [`.omega/anchors/triage/${"a".repeat(64)}.md`]: "Yes.\n",
      }),
    ],
  ])("goes on after %s", async (_what, change, approvers) => {
    const version = await promote(tuned("1.6"));

    await amend({ ...tuned("1.6"), ...change(version) }, approvers);

    expect(await drifted()).toBe(DRIFT);
  });

  it("goes on after an anchor under a charter that went around the app", async () => {
    const version = await promote(tuned("1.6"));
    const mine = (bench.starter[CHARTER_PATH] ?? "").replaceAll("alice", "mallory");
    const pushed = { ...tuned("1.6"), [CHARTER_PATH]: mine };
    bench.repository.push("main", pushed);

    await amend({ ...pushed, [anchorOf(version)]: "Yes.\n" }, ["mallory", "bob"]);

    expect(await drifted()).toBe(DRIFT);
  });
});

describe("an epoch of tests", () => {
  const pair = async () => {
    const tuning = await bench.seed(1, {});
    return { ...tuning, system: "triage" };
  };

  it.each<[string, string, string, number]>([
    ["opens with another sealed suite", "ref: triage-2026q4", "ref: triage-2027q1", 2],
    ["stays with another rule", "accepted: 5", "accepted: 4", 1],
  ])("%s", async (_what, from, to, epoch) => {
    bench.propose((pulls += 1), tuned("1.6"));
    const asked = await pair();
    const charter = (bench.starter[CHARTER_PATH] ?? "").replace(from, to);
    expect(charter).toContain(to);

    await amend({ ...bench.starter, [CHARTER_PATH]: charter });

    expect(await bench.read((tx) => tx.evidence.epoch(asked))).toMatchObject({ epoch });
    const entries = await bench.read((tx) => tx.ledger.readOf(bench.repository.id, 0, 1_000));
    const { epochs } = replaySpends(entries.map(({ entry }) => entry));
    expect(Math.max(1, ...epochs.map((one) => one.epoch))).toBe(epoch);
  });
});
