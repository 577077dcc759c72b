import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { digestOfJson } from "../../../src/core/kernel/digest.ts";
import { repositoryId } from "../../../src/core/kernel/ids.ts";
import { instant, later } from "../../../src/core/kernel/instant.ts";
import type { CaptureRule } from "../../../src/ports/store/captures.ts";
import type { Transaction } from "../../../src/ports/store/store.ts";
import { type OpenPlace, openPlace, storePlaces } from "../../support/store-places.ts";

const NOW = instant(1_000_000);
const OWNER = repositoryId(7);
const TRIAGE = { repositoryId: OWNER, system: "triage" };
const STAGE = { ...TRIAGE, stage: "rollout-1 1" };
const RULE: CaptureRule = { system: "triage", retention: 1000, most: 3, redact: ["/mail"] };

const input = (message: string) => ({ digest: digestOfJson({ message }), input: { message } });

describe.each(storePlaces())("captured inputs on %s", (name) => {
  let place: OpenPlace;
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterAll(() => place.remove());
  beforeEach(() => arrange(RULE));
  const inside = <Value>(work: (tx: Transaction) => Promise<Value>) => place.store.transact(work);
  const keepAt = (after: number, ...messages: readonly string[]) =>
    inside((tx) =>
      tx.captures.keep(TRIAGE, { inputs: messages.map(input), at: later(NOW, after) }),
    );
  const left = (after = 0, stage = STAGE, most = 10) =>
    inside(async (tx) => {
      const found = await tx.captures.unreplayed(stage, { most, now: later(NOW, after) });
      return found.map((one) => one.input["message"]);
    });
  const rows = async (): Promise<unknown> =>
    (await place.store.executeSql("SELECT count(*)::int AS kept FROM captured_inputs", [])).rows;
  async function arrange(...rules: readonly CaptureRule[]): Promise<void> {
    await inside((tx) => tx.captures.arrange(OWNER, []));
    await inside((tx) => tx.captures.arrange(OWNER, rules));
  }

  it("are kept under a rule, which says what is taken out, and under none not at all", async () => {
    expect(await inside((tx) => tx.captures.ruleOf(TRIAGE))).toEqual(RULE);
    expect(await inside((tx) => tx.captures.ruleOf({ ...TRIAGE, system: "other" }))).toBe(
      undefined,
    );
    await arrange();
    const fault = await keepAt(0, "a secret").catch((thrown: unknown) => thrown);

    expect(fault).toBeInstanceOf(Error);
    // Nor in the words of the fault, which somebody may log.
    expect(String(fault)).not.toContain("secret");
    expect(await rows()).toEqual([{ kept: 0 }]);
  });

  it("come newest first, each once, and as many as are asked for", async () => {
    await keepAt(0, "a");
    await keepAt(1, "b", 'c, {and} "odd" \u0000');
    await keepAt(2, "a");

    expect(await left(2)).toEqual(["a", 'c, {and} "odd" \u0000', "b"]);
    expect(await left(2, STAGE, 1)).toEqual(["a"]);
    expect(await left(2, { ...STAGE, system: "other" })).toEqual([]);
  });

  it("are deleted, the oldest first, where they are too many", async () => {
    await keepAt(0, "a", "b");
    await keepAt(1, "c", "d");

    expect(await left(1)).toEqual(["d", "c", "b"]);
    expect(await rows()).toEqual([{ kept: 3 }]);
    await inside((tx) => tx.captures.arrange(OWNER, [{ ...RULE, most: 1 }]));
    expect(await rows()).toEqual([{ kept: 1 }]);
  });

  it("are not given out any more at their age, and deleted by whoever writes or sweeps", async () => {
    await keepAt(0, "a");
    await keepAt(500, "b");

    expect(await left(999)).toEqual(["b", "a"]);
    expect(await left(1000)).toEqual(["b"]);
    await inside((tx) => tx.captures.expire(later(NOW, 1000)));
    expect(await rows()).toEqual([{ kept: 1 }]);
    await keepAt(1500, "c");
    expect(await rows()).toEqual([{ kept: 1 }]);
  });

  it("go with their rule, and with one that took out less, but stay where only bounds move", async () => {
    await keepAt(0, "a");
    await inside((tx) => tx.captures.arrange(OWNER, [{ ...RULE, retention: 2000, most: 2 }]));
    expect(await left(1500)).toEqual(["a"]);

    const stricter = { ...RULE, redact: ["/mail", "/phone"] };
    await inside((tx) => tx.captures.arrange(OWNER, [stricter]));
    expect(await rows()).toEqual([{ kept: 0 }]);
    expect(await inside((tx) => tx.captures.ruleOf(TRIAGE))).toEqual(stricter);
    await keepAt(0, "a");
    await inside((tx) => tx.captures.arrange(OWNER, []));
    expect(await rows()).toEqual([{ kept: 0 }]);
  });

  it("count once in a stage, also where they were dropped and handed in again", async () => {
    await keepAt(0, "a", "b", "c");
    const shown = [input("a").digest, input("c").digest];
    await inside((tx) => tx.captures.noteReplayed(STAGE, shown));
    expect(await left()).toEqual(["b"]);
    await keepAt(1, "d", "e", "f");
    await keepAt(2, "a");
    await inside((tx) => tx.captures.noteReplayed(STAGE, [input("f").digest]));

    expect(await left(2)).toEqual(["e"]);
    const next = { ...STAGE, stage: "rollout-1 2" };
    expect(await left(2, next)).toEqual(["a", "f", "e"]);
    await inside((tx) => tx.captures.noteReplayed(next, []));
    const { rows: noted } = await place.store.executeSql("SELECT * FROM replayed_inputs", []);
    expect(noted).toEqual([]);
  });
});
