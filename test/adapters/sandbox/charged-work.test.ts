import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../../../src/adapters/sandbox/engine.ts";
import { type Clocks, worldOf } from "../../../src/adapters/sandbox/guest-world.ts";
import { overuseOf, type Watched } from "../../../src/adapters/sandbox/overuse.ts";
import { type ProcessUsage, usageSaid } from "../../../src/adapters/sandbox/process-usage.ts";

/**
 * One child on a machine with more to do than processors, as Linux told of it twice, four seconds
 * apart: its first thread does little, another thread works whenever it may, and both wait more than
 * they work.
 */
const BEFORE = {
  stat: "13076 (node) R 13065 13057 6953 0 -1 4194304 4422 0 1 0 12 2 0 0 20 0 8 0 2660361 1629515776 14034 18446744073709551615 11988992 39846385 140725696233408 0 0 0 0 16781312 17922 0 0 0 17 0 0 0 0 0 0 90418888 90555584 1117970432 140725696236083 140725696236271 140725696236271 140725696237546 0\n",
  status: "Name:\tnode\nVmRSS:\t   56212 kB\nThreads:\t8\n",
  schedstat: "103173773 1283271284 71\n",
};
const NOW = {
  stat: "13076 (node) R 13065 13057 6953 0 -1 4194304 4441 0 1 0 60 3 0 0 20 0 8 0 2660361 1629515776 14034 18446744073709551615 11988992 39846385 140725696233408 0 0 0 0 16781312 17922 0 0 0 17 0 0 0 0 0 0 90418888 90555584 1117970432 140725696236083 140725696236271 140725696236271 140725696237546 0\n",
  status: "Name:\tnode\nVmRSS:\t   56288 kB\nThreads:\t8\n",
  schedstat: "231923785 3730903184 290\n",
};
const WALL = 4_000;

/** What it used between the two: 129 ms on its first thread, 490 ms on all, and 2,448 ms of waiting. */
const WATCHED: Watched = { before: usageSaid(BEFORE), now: usageSaid(NOW), wall: WALL };

const AMPLE = { milliseconds: 10_000, patience: 100_000, bytes: 2 ** 30 };

const later = (parts: Partial<ProcessUsage>, wall = WALL): Watched => ({
  before: usageSaid(BEFORE),
  now: { ...usageSaid(NOW), ...parts },
  wall,
});

describe("a child's deadline", () => {
  it("is not shortened by what its runtime does on other threads", () => {
    expect(overuseOf({ ...AMPLE, milliseconds: 200 }, WATCHED)).toBeUndefined();
    expect(overuseOf({ ...AMPLE, milliseconds: 90 }, WATCHED)).toBe("deadline");
  });

  it("counts all threads of what may start processes, and of whom nothing finer is known", () => {
    const agents = { ...AMPLE, milliseconds: 200, processes: 4 };
    expect(overuseOf(agents, WATCHED)).toBe("deadline");
    const { stat, status } = NOW;
    const coarse = {
      before: usageSaid({ stat: BEFORE.stat, status: BEFORE.status }),
      now: usageSaid({ stat, status }),
      wall: WALL,
    };
    expect(overuseOf({ ...AMPLE, milliseconds: 200 }, coarse)).toBe("deadline");
    expect(overuseOf({ ...AMPLE, milliseconds: 500 }, coarse)).toBeUndefined();
  });

  it("does not run while it waits for a processor", () => {
    expect(overuseOf({ ...AMPLE, patience: 2_000 }, WATCHED)).toBeUndefined();
    expect(overuseOf({ ...AMPLE, patience: 1_500 }, WATCHED)).toBe("deadline");
    const idle = later({ waited: usageSaid(BEFORE).waited });
    expect(overuseOf({ ...AMPLE, patience: 2_000 }, idle)).toBe("deadline");
    expect(overuseOf({ ...AMPLE, patience: 2_000, processes: 4 }, WATCHED)).toBe("deadline");
  });

  it("comes in the end, however long it waited", () => {
    const starved = (wall: number): Watched => later({ waited: wall + WALL }, wall);
    expect(overuseOf({ ...AMPLE, patience: 2_000 }, starved(19_000))).toBeUndefined();
    expect(overuseOf({ ...AMPLE, patience: 2_000 }, starved(21_000))).toBe("deadline");
  });

  it("is one of wall time where the kernel says nothing", () => {
    const untold = { before: undefined, now: undefined, wall: WALL };
    expect(overuseOf({ ...AMPLE, milliseconds: WALL }, untold)).toBeUndefined();
    expect(overuseOf({ ...AMPLE, milliseconds: WALL / 2 }, untold)).toBe("deadline");
  });
});

it("memory counts above what the child began with, and the processes are those that are there", () => {
  expect(overuseOf({ ...AMPLE, bytes: 76 * 1024 }, WATCHED)).toBeUndefined();
  expect(overuseOf({ ...AMPLE, bytes: 75 * 1024 }, WATCHED)).toBe("memory");
  expect(overuseOf({ ...AMPLE, bytes: 75 * 1024, processes: 4 }, WATCHED)).toBe("memory");
  expect(overuseOf(AMPLE, later({ processes: 16 }))).toBeUndefined();
  expect(overuseOf(AMPLE, later({ processes: 17 }))).toBe("processes");
  expect(overuseOf({ ...AMPLE, processes: 4 }, later({ processes: 5 }))).toBe("processes");
});

describe("a guest", () => {
  let engine: Engine;
  beforeAll(async () => {
    const [library, program] = ["quickjs-wasi", "quickjs-wasi/quickjs.wasm"];
    const placeOf = (name = ""): string => fileURLToPath(import.meta.resolve(name));
    engine = await openEngine(placeOf(library), placeOf(program));
  });

  it.each<[who: string, spent: Record<keyof Clocks, number>, isLate: boolean]>([
    ["worked for so long itself", { wall: 300, process: 280, own: 250 }, true],
    ["waited while others had the processor", { wall: 900, process: 150, own: 150 }, false],
    ["had its engine compiled beside it", { wall: 900, process: 700, own: 150 }, false],
  ])("is late by its own work alone, also when it %s", (_who, spent, isLate) => {
    const now = { wall: 5_000, process: 3_000, own: 1_000 };
    const world = worldOf(engine, 16, {
      wall: () => now.wall,
      process: () => now.process,
      own: () => now.own,
    });
    world.arm(200);
    now.wall += spent.wall;
    now.process += spent.process;
    now.own += spent.own;

    const interrupt = Object(world.options.interruptHandler);
    expect(interrupt()).toBe(isLate);
    expect(world.isLate()).toBe(isLate);
  });
});
