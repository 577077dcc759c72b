import type { QuickJS, Snapshot } from "quickjs-wasi";
import type { Engine } from "./engine.ts";
import { type World, worldOf } from "./guest-world.ts";

/** An engine that stands where loading ended, and can be put back there. */
export type Machine = {
  readonly vm: QuickJS;
  readonly world: World;
  /** Makes it forget all that happened since; false where it cannot, and then it is of no more use. */
  rewind(): boolean;
};

/**
 * A copy of a loaded machine. Making one costs some milliseconds, most of them for memory that the
 * kernel has to clear; overwriting it costs a tenth of one, which is what many calls live on.
 *
 * An instance remembers in its memory and in its one mutable global, the stack pointer, which every
 * call that returns leaves where it was. Memory never shrinks, and what is grown could be told from
 * what is not: a machine that needed more is not put back.
 */
export async function openMachine(
  engine: Engine,
  snapshot: Snapshot,
  megabytes: number,
): Promise<Machine> {
  const world = worldOf(engine, megabytes);
  const vm = await engine.QuickJS.restore(snapshot, world.options);
  // The library allocates it at its first use and keeps the place: that has to be part of the copy.
  void vm.undefined;
  const beginning = world.memory().slice();
  return {
    vm,
    world,
    rewind: () => {
      const memory = world.memory();
      if (memory.length !== beginning.length) return false;
      memory.set(beginning);
      return true;
    },
  };
}
