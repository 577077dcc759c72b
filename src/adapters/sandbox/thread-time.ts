/** Milliseconds of one thread, as `/proc/<pid>/schedstat` tells them of a process's first one. */
export type ThreadTime = {
  /** On a processor. */
  readonly worked: number;
  /** Ready to work, and without a processor: the machine's doing. */
  readonly waited: number;
};

/** Nanoseconds of work and of waiting, and a count that nobody needs. */
export function threadTime(line: string): ThreadTime {
  const [worked, waited] = line.split(" ").map(Number);
  return { worked: (worked ?? 0) / 1e6, waited: (waited ?? 0) / 1e6 };
}
