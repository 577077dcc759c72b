import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import type { Command } from "../../src/core/rollout/command.ts";
import { sha } from "../../src/core/kernel/ids.ts";
import { type Instant, later } from "../../src/core/kernel/instant.ts";
import type { CommandRequest } from "../../src/ports/store/commands.ts";
import { type Bench, openBench } from "../support/bench.ts";

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

/** The starter with another weight. */
const weighing = (weight: string) => ({
  ...bench.starter,
  [DEFINITION]: (bench.starter[DEFINITION] ?? "").replace("value: 1.5", `value: ${weight}`),
});

async function accepted(number: number, weight = "1.6"): Promise<void> {
  bench.propose(number, weighing(weight));
  await bench.seed(number, { state: "accepted" });
}

/** The reason codes in the summary comment's answers, oldest first. */
const answers = async (number: number): Promise<readonly string[]> => {
  const lines = (await bench.record(number))?.answers ?? [];
  return lines.map((line) => /`([a-z-]+)`[^`]*$/.exec(line)?.[1] ?? line);
};
const removedLabels = () =>
  bench.repository.performed.flatMap((effect) =>
    effect.kind === "remove-label" ? [effect.label] : [],
  );
const state = async (number: number) => (await bench.rollout(number))?.state;

describe("a command", () => {
  it("is answered once, however often its delivery comes", async () => {
    await accepted(1);
    const guid = `once-${bench.repository.id}`;
    await bench.ask(1, "shadow", { guid });
    await bench.look(1);
    await bench.ask(1, "shadow", { guid });
    await bench.look(1);

    expect(await answers(1)).toEqual(["command-obeyed"]);
    expect(removedLabels()).toEqual(["omega:shadow"]);
  });

  it("that comes together with another is answered in its turn, and both labels go", async () => {
    await accepted(1);
    await bench.ask(1, "canary");
    await bench.ask(1, "shadow");

    await bench.look(1);

    expect(await answers(1)).toEqual(["command-out-of-order", "command-obeyed"]);
    expect(removedLabels()).toEqual(["omega:canary", "omega:shadow"]);
    expect(await state(1)).toBe("shadow");
  });

  it("of the proposer counts when the charter names them as an operator", async () => {
    await accepted(1);
    bench.repository.change(1, { author: { id: 9, login: "dana", isBot: false } });
    await bench.ask(1, "shadow");

    await bench.look(1);

    expect(await state(1)).toBe("shadow");
  });

  it.each<[string, Partial<CommandRequest>, string]>([
    ["a bot", { actor: { id: 9, login: "dana", isBot: true } }, "command-not-permitted"],
    ["a stranger", { actor: { id: 8, login: "mallory", isBot: false } }, "command-not-permitted"],
    ["somebody who saw another head", { headSha: sha("d".repeat(40)) }, "command-stale"],
  ])("of %s moves nothing", async (_, parts, reason) => {
    await accepted(1);
    await bench.ask(1, "shadow", parts);

    await bench.look(1);

    expect(await answers(1)).toEqual([reason]);
    expect(await state(1)).toBe("accepted");
  });

  it.each<Command>(["shadow", "hold"])(
    "to %s that was waiting does nothing for a decision that no longer stands",
    async (command) => {
      await accepted(1);
      await bench.ask(1, command);
      bench.repository.change(1, { isDraft: true });

      await bench.look(1);

      expect(await answers(1)).toEqual(["command-out-of-order"]);
      expect(await bench.record(1)).toMatchObject({ state: "held", reason: "draft-not-evaluated" });
      expect(bench.repository.performed.map(({ kind }) => kind)).not.toContain("deploy");
    },
  );
});

const DAY = 24 * 3_600_000;

describe("a roll-out that nobody moves", () => {
  it("lets go of its system after thirty days, and traffic goes back", async () => {
    await accepted(1);
    await accepted(2, "1.7");
    await bench.ask(1, "shadow");
    await bench.look(1);
    await bench.ask(1, "hold");
    bench.now = later(bench.now, 20 * DAY);
    await bench.look(1);

    bench.now = later(bench.now, 29 * DAY);
    await bench.look(1);
    expect(await state(1)).toBe("held");

    bench.now = later(bench.now, DAY);
    await bench.look(1);
    expect(await bench.record(1)).toMatchObject({ state: "rolled-back", reason: "lease-ended" });

    await bench.ask(2, "shadow");
    await bench.look(2);
    expect(await state(2)).toBe("shadow");
  });

  it("is looked at again when its time is up, without anybody's doing", async () => {
    await accepted(1);
    await bench.ask(1, "shadow");
    await bench.ask(1, "hold");
    await bench.look(1);

    const due = (at: Instant) => bench.read((tx) => tx.work.due(at, 10));
    expect(await due(later(bench.now, 29 * DAY))).not.toContainEqual(bench.keyOf(1));
    expect(await due(later(bench.now, 31 * DAY))).toContainEqual(bench.keyOf(1));
  });
});

describe("two accepted mutations of one system", () => {
  it("are not both in a stage", async () => {
    await accepted(1);
    await accepted(2, "1.7");
    await bench.ask(1, "shadow");
    await bench.look(1);
    await bench.ask(2, "shadow");
    await bench.look(2);

    expect(await answers(2)).toEqual(["system-busy"]);
    expect(await state(2)).toBe("accepted");
  });

  it("stand in line, and the second is told behind whom", async () => {
    await accepted(1);
    await accepted(2, "1.7");
    bench.now = later(bench.now, 60_000);
    await accepted(3, "1.8");
    await bench.ask(1, "shadow");
    await bench.look(1);
    await bench.ask(3, "shadow");
    await bench.look(3);

    const [told] = (await bench.record(3))?.answers ?? [];
    expect(told).toContain("#1 has it, and loses it on 2023-12-14 unless it moves before.");
    expect(told).toContain("This one is number 2 of 2 in line.");
  });

  it("leave the second on an old baseline once the first was promoted", async () => {
    await accepted(1);
    await accepted(2, "1.7");
    const first = await bench.rollout(1);
    if (first === undefined) throw new Error("nothing was seeded");
    await bench.read((tx) =>
      tx.rollouts.save({
        ...first,
        state: "canary",
        shadowPassed: true,
        step: 1,
        share: 25,
        canaryPassed: true,
      }),
    );
    await bench.ask(1, "promote");
    await bench.look(1);
    expect(await state(1)).toBe("promoted");

    // The news that the base moved may come later than the operator's label.
    await bench.ask(2, "shadow");
    await bench.look(2);
    expect(await answers(2)).toEqual(["baseline-moved"]);

    bench.repository.push("main", weighing("1.6"));
    await bench.look(2);
    expect(await state(2)).toBe("voided");
    expect(await bench.record(2)).toMatchObject({ state: "held", reason: "baseline-moved" });
  });
});
