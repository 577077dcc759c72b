import { makeBell } from "./bell.ts";

export type Repetition = {
  /** Look again as soon as the present look is over. */
  nudge(): void;
  /** Resolves when the last look has ended. */
  stop(): Promise<void>;
};

export type Repeating = {
  readonly everyMs: number;
  look(): Promise<void>;
  onFault(fault: unknown): void;
};

/** Looks now, then again and again, one look at a time. A look that fails is looked at again later. */
export function repeat(repeating: Repeating): Repetition {
  const bell = makeBell();
  const ending = new AbortController();
  const loop = async () => {
    while (!ending.signal.aborted) {
      try {
        await repeating.look();
      } catch (fault) {
        repeating.onFault(fault);
      }
      if (!ending.signal.aborted) await bell.heard(repeating.everyMs);
    }
  };
  const ended = loop();
  return {
    nudge: () => bell.ring(),
    stop: async () => {
      ending.abort();
      bell.ring();
      await ended;
    },
  };
}
