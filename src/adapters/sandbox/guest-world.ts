import { createHash } from "node:crypto";
import type { QuickJSOptions } from "quickjs-wasi";
import type { Engine } from "./engine.ts";
import { ownWork } from "./own-work.ts";

/** Nanoseconds of 2025-01-01T00:00:00Z: the earliest moment a guest can find itself in. */
const EPOCH_NS = 1_735_689_600_000_000_000n;

const YEAR_NS = 31_536_000_000_000_000n;

export type World = {
  readonly options: QuickJSOptions;
  /** All that its engine remembers, once there is one. */
  memory(): Uint8Array;
  /** Moves it to the moment of another seed, with its stopwatch unset. */
  enter(seed: string): void;
  /** Starts the stopwatch of the deadline; code that runs on past it is interrupted. */
  arm(milliseconds: number): void;
  /** Milliseconds since then. */
  elapsed(): number;
  /** True when the deadline interrupted the guest. */
  isLate(): boolean;
  /** True for what the guest threw, or its engine on its behalf. */
  isGuests(fault: unknown): boolean;
};

/** What a guest's time is taken by: milliseconds since some moment, each. */
export type Clocks = {
  wall(): number;
  /** Work of all threads of this process. */
  process(): number;
  /** Work of the thread that the guest runs on. */
  own(): number;
};

const CLOCKS: Clocks = {
  wall: () => performance.now(),
  process: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  own: ownWork,
};

/**
 * The whole world of one guest: memory, a deadline, and a clock that stands still at a moment made
 * from the seed. Nothing is granted beside it, and writing to any descriptor fails.
 */
export function worldOf(engine: Engine, megabytes: number, clocks = CLOCKS): World {
  let time = EPOCH_NS;
  let own: Memory = { buffer: new ArrayBuffer(0) };
  let allowed = Number.POSITIVE_INFINITY;
  let stopwatch = startStopwatch(clocks);
  let late = false;
  const { Intrinsics } = engine;
  const options: QuickJSOptions = {
    wasm: engine.program,
    memoryLimit: megabytes * 1024 * 1024,
    intrinsics: Intrinsics.ALL & ~Intrinsics.PERFORMANCE & ~Intrinsics.WEAK_REF,
    timezoneOffset: 0,
    interruptHandler: () => {
      late ||= stopwatch.isOver(allowed);
      return late;
    },
    wasi: (memory) => {
      own = memory;
      return systemOf(memory, () => time);
    },
  };
  return {
    options,
    memory: () => new Uint8Array(own.buffer),
    enter: (seed) => {
      time = momentOf(seed);
      allowed = Number.POSITIVE_INFINITY;
      late = false;
    },
    arm: (milliseconds) => {
      allowed = milliseconds;
      stopwatch = startStopwatch(clocks);
    },
    elapsed: () => stopwatch.elapsed(),
    isLate: () => late,
    isGuests: (fault) => fault instanceof engine.JSException,
  };
}

type Memory = { readonly buffer: ArrayBufferLike };

/** All of a system that a guest's engine finds: one moment, no chance, nowhere to write. */
function systemOf(memory: Memory, time: () => bigint) {
  return {
    clock_time_get: (_clock: number, _precision: bigint, result: number) => {
      new DataView(memory.buffer).setBigUint64(result, time(), true);
      return 0;
    },
    random_get: (start: number, length: number) => {
      new Uint8Array(memory.buffer, start, length).fill(0);
      return 0;
    },
    fd_write: () => BAD_DESCRIPTOR,
  };
}

type Stopwatch = {
  /**
   * The lesser of wall time and this process's own work. A busy machine stretches the one, the
   * engine's compiler threads swell the other; evidence must depend on neither.
   */
  elapsed(): number;
  /** Whether the guest itself has worked for longer than that, by whatever clock. */
  isOver(allowed: number): boolean;
};

function startStopwatch(clocks: Clocks): Stopwatch {
  const before = { wall: clocks.wall(), process: clocks.process(), own: clocks.own() };
  const elapsed = (): number =>
    Math.min(clocks.wall() - before.wall, clocks.process() - before.process);
  return {
    elapsed,
    isOver: (allowed) => elapsed() > allowed && clocks.own() - before.own > allowed,
  };
}

/** A 32-bit seed for the guest's random numbers. */
export function seedNumber(seed: string): number {
  return createHash("sha256").update(`random:${seed}`).digest().readInt32LE(0);
}

const BAD_DESCRIPTOR = 8;

function momentOf(seed: string): bigint {
  const offset = createHash("sha256").update(`clock:${seed}`).digest().readBigUInt64LE(0);
  return EPOCH_NS + (offset % YEAR_NS);
}
