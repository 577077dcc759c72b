export type Bell = {
  ring(): void;
  /** Resolves at the next ring, at once when one went unheard, or after so many milliseconds. */
  heard(withinMs: number): Promise<void>;
};

export function makeBell(): Bell {
  let unheard = false;
  let listener: (() => void) | undefined;
  return {
    ring: () => {
      unheard = true;
      listener?.();
    },
    heard: (withinMs) =>
      new Promise((resolve) => {
        const stop = () => {
          clearTimeout(timer);
          listener = undefined;
          unheard = false;
          resolve();
        };
        const timer = setTimeout(stop, withinMs);
        listener = stop;
        if (unheard) stop();
      }),
  };
}
