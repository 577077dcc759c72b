/** Durations in microseconds, ascending. */
export type Sample = readonly number[];

/** Times each call of `once` on its own, after as many that are not counted. `prepare` is not timed. */
export function measure<Prepared>(
  rounds: number,
  prepare: (round: number) => Prepared,
  once: (prepared: Prepared) => unknown,
): Sample {
  const durations: number[] = [];
  for (let round = 0; round < rounds * 2; round += 1) {
    const prepared = prepare(round);
    const begun = performance.now();
    once(prepared);
    if (round >= rounds) durations.push((performance.now() - begun) * 1000);
  }
  return durations.toSorted((left, right) => left - right);
}

export function percentile(sample: Sample, share: number): number {
  return sample[Math.min(sample.length - 1, Math.floor(sample.length * share))] ?? Number.NaN;
}
