import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Effect } from "../../../src/core/decision/effect.ts";
import type { EvaluationJob } from "../../../src/core/evaluation/job.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import {
  type PullKey,
  installationId,
  pullNumber,
  repositoryId,
  sha,
} from "../../../src/core/kernel/ids.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { Decision } from "../../../src/core/decision/decision.ts";
import type { RolloutRules } from "../../../src/core/ir/charter.ts";
import { NO_HEALTH } from "../../../src/core/rollout/health.ts";
import type { Rollout } from "../../../src/core/rollout/rollout.ts";
import type { PullRecord } from "../../../src/ports/store/pulls.ts";
import type { Transaction } from "../../../src/ports/store/store.ts";
import { aRollout } from "../../support/rollouts.ts";
import { type OpenPlace, openPlace, storePlaces } from "../../support/store-places.ts";

const REPOSITORY = repositoryId(7);
const NOW = instant(1_000_000);
const RULES = { advance: "manual" } as RolloutRules;
const SHA = sha("a".repeat(40));
const [V1, V2, V3] = [digestOf("1"), digestOf("2"), digestOf("3")];
const key = (pull: number): PullKey => ({ repositoryId: REPOSITORY, pull: pullNumber(pull) });
const at = (offset: number) => instant(NOW + offset);

describe.each(storePlaces())("the store's rooms on %s", (name) => {
  let place: OpenPlace;
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterAll(() => place.remove());
  const inside = <Value>(work: (tx: Transaction) => Promise<Value>) => place.store.transact(work);

  describe("outbox", () => {
    const label = (state: string): Effect => ({
      kind: "show-state",
      slot: "pull/20/state",
      pull: pullNumber(20),
      state,
    });
    const plan = (effect: Effect) => inside((tx) => tx.outbox.plan(key(20), effect, 0));
    const pending = () => inside((tx) => tx.outbox.pending(key(20)));

    it("says nothing twice, and drops what was outdated before it left", async () => {
      expect(await plan(label("checking"))).toBe("planned");
      expect(await plan(label("checking"))).toBe("unchanged");
      expect(await plan(label("accepted"))).toBe("planned");
      expect((await pending()).map(({ effect }) => effect)).toEqual([label("accepted")]);
    });

    it("keeps what may have left until its end is known, and then its id", async () => {
      const [first] = await pending();
      await inside((tx) => tx.outbox.start(first?.id ?? 0));
      expect(await plan(label("canary"))).toBe("planned");
      const [left, next] = await pending();
      expect([left?.attempts, next?.attempts]).toEqual([1, 0]);
      await inside((tx) => tx.outbox.finish(left?.id ?? 0, "gh-1"));
      expect(await inside((tx) => tx.outbox.githubIdOf(7, "pull/20/state"))).toBe("gh-1");
      await inside((tx) => tx.outbox.finish(next?.id ?? 0, "gh-1"));
      expect(await plan(label("canary"))).toBe("unchanged");
      expect(await pending()).toEqual([]);
    });

    it("plans several at once in their order, and of two for one slot the later", async () => {
      const comment = (body: string): Effect => ({
        kind: "write-comment",
        slot: "pull/21/summary",
        pull: pullNumber(21),
        body,
      });
      const state = (name: string): Effect => ({ ...label(name), slot: "pull/21/state" });
      const planAll = (effects: readonly Effect[]) =>
        inside((tx) => tx.outbox.planAll(key(21), effects, 0));
      const left = async () =>
        (await inside((tx) => tx.outbox.pending(key(21)))).map(({ effect }) => effect);

      await planAll([comment("one"), state("checking")]);
      expect(await left()).toEqual([comment("one"), state("checking")]);
      await planAll([comment("one"), state("accepted")]);
      expect(await left()).toEqual([comment("one"), state("accepted")]);
      await planAll([comment("two"), comment("three")]);
      expect(await left()).toEqual([state("accepted"), comment("three")]);
      await planAll([]);
      expect(await left()).toHaveLength(2);
    });

    it("answers what fills a slot when something else for it may leave", async () => {
      const begin = async (name: string) => {
        await plan(label(name));
        const [planned] = await pending();
        return {
          id: planned?.id ?? 0,
          begun: await inside((tx) => tx.outbox.start(planned?.id ?? 0)),
        };
      };
      const first = await begin("held");
      expect(first.begun).toBe("gh-1");
      await inside((tx) => tx.outbox.finish(first.id, "gh-2"));
      const second = await begin("canary");
      expect(second.begun).toBe("gh-2");
      await inside((tx) => tx.outbox.finish(second.id, "gh-2"));
    });

    it("may say again what GitHub refused, and remembers the answer until then", async () => {
      await plan(label("promoted"));
      const [planned] = await pending();
      await inside((tx) => tx.outbox.refuse(planned?.id ?? 0, "405 blocked"));
      expect(await inside((tx) => tx.outbox.refusalOf(7, "pull/20/state"))).toBe("405 blocked");
      expect(await plan(label("promoted"))).toBe("planned");
      expect(await inside((tx) => tx.outbox.refusalOf(7, "pull/20/state"))).toBeUndefined();
    });
  });

  it("asks for a command once per delivery and forgets it when it is answered", async () => {
    const request = {
      guid: "c1",
      key: key(30),
      command: "shadow" as const,
      actor: { id: 1, login: "alice", isBot: false },
      headSha: SHA,
      via: "label" as const,
      at: NOW,
    };
    expect(await inside((tx) => tx.commands.request(request))).toBe("requested");
    expect(await inside((tx) => tx.commands.request(request))).toBe("replayed");
    expect(await inside((tx) => tx.commands.waiting(key(30)))).toEqual([request]);
    await inside((tx) => tx.commands.answer("c1", "command-obeyed"));
    expect(await inside((tx) => tx.commands.waiting(key(30)))).toEqual([]);
    expect(await inside((tx) => tx.commands.request(request))).toBe("replayed");
  });

  it("gives each pair its place in the epoch once, and counts its accept once, for the others", async () => {
    const pair = (after: typeof V1) => ({ repositoryId: 7, system: "e", before: V1, after });
    expect(await inside((tx) => tx.evidence.epoch(pair(V2)))).toEqual({
      epoch: 1,
      testsSpent: 0,
      accepts: 0,
    });
    const places = await Promise.all(
      [V2, V3].map((after) => inside((tx) => tx.evidence.spendTest(pair(after)))),
    );
    expect(new Set(places.map(({ placeOfPair }) => placeOfPair))).toEqual(new Set([1, 2]));
    await inside((tx) => tx.evidence.spendTest(pair(V2)));
    await inside((tx) => tx.evidence.countAccept(pair(V2)));
    await inside((tx) => tx.evidence.countAccept(pair(V2)));
    const other = await inside((tx) => tx.evidence.epoch(pair(V3)));
    expect(other).toMatchObject({ testsSpent: 2, accepts: 1 });
    const own = await inside((tx) => tx.evidence.epoch(pair(V2)));
    expect(own).toMatchObject({ testsSpent: 2, accepts: 0 });
  });

  it("keeps the first record of each case, also of thousands", async () => {
    const records = Array.from({ length: 2_500 }, (_, index) => ({
      artifact: V1,
      suite: V2,
      item: `item-${String(index).padStart(5, "0")}`,
      record: { answer: "\0", index },
    }));
    await inside((tx) => tx.evidence.saveCases(records));
    const again = records.map((record) => ({ ...record, record: { answer: "other" } }));
    await inside((tx) => tx.evidence.saveCases(again));
    expect(await inside((tx) => tx.evidence.cases(V1, V2))).toEqual(records);
    const some = ["item-00003", "item-02000", "item-99999"];
    const found = await inside((tx) => tx.evidence.cases(V1, V2, some));
    expect(found.map(({ item }) => item)).toEqual(some.slice(0, 2));
    expect(await inside((tx) => tx.evidence.cases(V1, V2, []))).toEqual([]);
  });

  it("holds one canary per system, for longer when asked again, and lets only the holder go", async () => {
    const hold = (pull: number, until = at(100)) =>
      inside((tx) => tx.systems.holdCanary(key(pull), "greeter", "canary", until));
    const holder = () => inside((tx) => tx.systems.canaryHolder(REPOSITORY, "greeter"));
    expect(await hold(1)).toBe(true);
    expect(await hold(1)).toBe(true);
    expect(await hold(2)).toBe(false);
    await inside((tx) => tx.systems.releaseCanary(key(2), "greeter"));
    expect(await holder()).toEqual({ ...key(1), until: at(100) });
    expect(await hold(1, at(300))).toBe(true);
    expect(await holder()).toEqual({ ...key(1), until: at(300) });
    await inside((tx) => tx.systems.releaseCanary(key(1), "greeter"));
    expect(await holder()).toBeUndefined();
    expect(await hold(2)).toBe(true);
    await inside((tx) => tx.systems.releaseCanary(key(2), "greeter"));
  });

  it("remembers pointers, lineage and installations until they are forgotten", async () => {
    const pointer = { repositoryId: REPOSITORY, system: "s", artifact: V1, version: V1 };
    const edge = { repositoryId: REPOSITORY, system: "s", version: V1, entrySeq: 0 };
    const child = { ...edge, version: V2, parent: V1, pull: 3, entrySeq: 1 };
    await inside(async (tx) => {
      await tx.systems.point({ ...pointer, commit: SHA, since: NOW });
      await tx.systems.point({ ...pointer, version: V2, commit: SHA, since: at(1) });
      await tx.systems.recordEdge(edge);
      await tx.systems.recordEdge(child);
      await tx.systems.recordEdge(child);
      await tx.systems.rememberInstallation(REPOSITORY, installationId(5));
    });
    const moved = { ...pointer, version: V2, commit: SHA, since: at(1) };
    expect(await inside((tx) => tx.systems.pointer(REPOSITORY, "s"))).toEqual(moved);
    expect(await inside((tx) => tx.systems.pointersNamed("s"))).toEqual([moved]);
    expect(await inside((tx) => tx.systems.lineage(REPOSITORY, V2))).toEqual([edge, child]);
    const asked = [installationId(5), installationId(6)];
    const known = () => inside((tx) => tx.systems.knownInstallations(asked));
    expect([...(await known())]).toEqual([installationId(5)]);
    await inside((tx) => tx.systems.forgetInstallation(installationId(5)));
    expect([...(await known())]).toEqual([]);
    expect([...(await inside((tx) => tx.systems.knownInstallations([])))]).toEqual([]);
    expect(await inside((tx) => tx.systems.installationOf(REPOSITORY))).toBeUndefined();
  });

  it("finds the roll-out that is under way, and not one that was held before its first stage", async () => {
    const rollout = (id: string, parts: Partial<Rollout>): Rollout => ({
      id,
      repositoryId: REPOSITORY,
      pull: pullNumber(40),
      system: "staged",
      headSha: SHA,
      rules: RULES,
      state: "accepted",
      reason: "evidence-sufficient",
      shadowPassed: false,
      step: -1,
      canaryPassed: false,
      share: 0,
      stable: V1,
      candidate: V2,
      before: V1,
      after: V2,
      enteredAt: NOW,
      health: NO_HEALTH,
      ...parts,
    });
    const active = () => inside((tx) => tx.rollouts.active(REPOSITORY, "staged"));
    const save = (some: Rollout) => inside((tx) => tx.rollouts.save(some));
    await save(rollout("one", {}));
    expect(await active()).toBeUndefined();
    for (const state of ["shadow", "canary", "promoting", "rolling-back"] as const) {
      await save(rollout("one", { state }));
      expect((await active())?.state).toBe(state);
    }
    const held = rollout("one", { state: "held", heldFrom: "canary", share: 10 });
    await save(held);
    await save(rollout("two", { state: "held", heldFrom: "accepted" }));
    expect(await active()).toEqual(held);
    await save(rollout("one", { state: "rolled-back" }));
    expect(await active()).toBeUndefined();
    expect((await inside((tx) => tx.rollouts.ofPull(key(40))))?.id).toBe("two");
    expect((await inside((tx) => tx.rollouts.loadForUpdate("one")))?.state).toBe("rolled-back");
  });

  it("remembers pull requests, and tells the open and decided ones of a system", async () => {
    const record = (pull: number, parts: Partial<PullRecord>): PullRecord => ({
      key: key(pull),
      headSha: SHA,
      baseSha: SHA,
      inputs: V1,
      bound: V2,
      mode: "enforce",
      classified: { kind: "mutation", system: "told" },
      system: "told",
      state: "checking",
      reason: "passed",
      gates: [],
      change: "a NUL \0",
      scorecard: "",
      answers: [],
      ...parts,
    });
    const decision = { ruling: "accept" } as Decision;
    const records = [
      record(52, { decision, state: "accepted" }),
      record(51, { decision, state: "canary" }),
      record(53, { state: "checking" }),
      record(54, { decision, state: "promoted" }),
      record(55, { decision, state: "accepted", system: "another" }),
    ];
    for (const one of records) await inside((tx) => tx.pulls.save(one));
    expect(await inside((tx) => tx.pulls.load(key(53)))).toEqual(records[2]);
    const told = await inside((tx) => tx.pulls.ofSystem(7, "told"));
    expect(told.map((one) => one.key.pull)).toEqual([51, 52]);
    const waiting = record(56, { decision, state: "quarantined", system: "another" });
    await inside((tx) => tx.pulls.save(waiting));
    expect(await inside((tx) => tx.pulls.quarantined())).toEqual([waiting]);
    await inside((tx) => tx.pulls.save({ ...waiting, state: "withdrawn" }));
    expect(await inside((tx) => tx.pulls.quarantined())).toEqual([]);
    const open = await inside((tx) => tx.pulls.openIn(REPOSITORY));
    expect(open).toEqual([51, 52, 53, 55].map(key));
  });

  it("knows by system the newest roll-out that a workflow was asked to deploy", async () => {
    const repository = repositoryId(9_100_001);
    const asked = { stage: "shadow", version: "candidate" } as const;
    const serving = { asked: [asked], outlook: "awaited", since: NOW } as const;
    const place = { repositoryId: repository, before: V1 };
    const first = aRollout({ ...place, id: "asked-1", system: "a", serving });
    const second = aRollout({ ...place, id: "asked-2", system: "a", serving });
    const unasked = aRollout({ ...place, id: "unasked", system: "a" });
    const other = aRollout({ ...place, id: "asked-b", system: "b", serving });
    for (const one of [first, second, unasked, other]) {
      await inside((tx) => tx.rollouts.save(one));
    }

    const found = await inside((tx) => tx.rollouts.delivering(repository));

    expect(found.map(({ id }) => id).toSorted()).toEqual(["asked-2", "asked-b"]);
  });

  it("keeps artifacts under their own digest only, and tokens under their hash", async () => {
    await inside((tx) => tx.artifacts.save(digestOf("text"), "text"));
    await inside((tx) => tx.artifacts.save(digestOf("text"), "text"));
    expect(await inside((tx) => tx.artifacts.load(digestOf("text")))).toBe("text");
    const swapped = inside((tx) => tx.artifacts.save(V1, "something else"));
    await expect(swapped).rejects.toThrow("digest");
    const token = {
      sha256: "ab",
      repositoryId: REPOSITORY,
      system: "s",
      createdBy: "alice",
      scopes: ["report"] as const,
      createdAt: NOW,
    };
    await inside((tx) => tx.tokens.save(token));
    expect(await inside((tx) => tx.tokens.find("ab"))).toEqual(token);
    expect(await inside((tx) => tx.tokens.find("cd"))).toBeUndefined();
  });

  describe("jobs", () => {
    const job = (nonce: string, pull: number, expiresAt = at(100)): EvaluationJob => ({
      nonce,
      key: key(pull),
      installation: installationId(1),
      question: V1,
      headSha: SHA,
      baseSha: SHA,
      baseRef: "main",
      workflow: ".github/workflows/x.yml",
      expiresAt,
    });
    const run = { runId: "42", runAttempt: "1", sha: SHA };
    const answer = (nonce: string, offset = 0) =>
      inside((tx) => tx.jobs.answer(nonce, { results: [], run, at: at(offset) }));

    it("keeps the first answer that comes in time, and no other", async () => {
      await inside((tx) => tx.jobs.open(job("j1", 61)));
      expect(await answer("j1", 100)).toBe(false);
      expect(await Promise.all([answer("j1"), answer("j1")])).toEqual(
        expect.arrayContaining([true, false]),
      );
      const kept = await inside((tx) => tx.jobs.find("j1"));
      expect(kept).toEqual({
        ...job("j1", 61),
        isClosed: false,
        answer: { results: [], run, at: at(0) },
      });
      expect(await answer("nobody's")).toBe(false);
    });

    it("takes none for what is closed, and finds the newest of a question", async () => {
      await inside((tx) => tx.jobs.open(job("j2", 62)));
      await inside((tx) => tx.jobs.close("j2"));
      expect(await answer("j2")).toBe(false);
      expect(await inside((tx) => tx.jobs.latest(key(62), V1))).toMatchObject({ isClosed: true });
      await inside((tx) => tx.jobs.open(job("j3", 62, at(200))));
      expect(await inside((tx) => tx.jobs.latest(key(62), V1))).toMatchObject({ nonce: "j3" });
      expect(await inside((tx) => tx.jobs.latest(key(62), V2))).toBeUndefined();
      expect(await inside((tx) => tx.jobs.latest(key(63), V1))).toBeUndefined();
    });
  });
});
