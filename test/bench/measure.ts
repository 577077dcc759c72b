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
  return ascending(durations);
}

/** One of two ways to do the same, and what it is prepared with each time. */
type Contender<Prepared> = {
  readonly prepare: () => Prepared;
  readonly once: (prepared: Prepared) => unknown;
};

/** Calls of one contender before it is the other's turn again. */
const TURN = 10;

/**
 * Times two contenders in turn, so that a machine that slows down or has something else to do
 * meanwhile is slow for both.
 */
export function measureInTurn<Own, Peer>(
  rounds: number,
  own: Contender<Own>,
  peer: Contender<Peer>,
): readonly [Sample, Sample] {
  const samples: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += TURN) {
    samples[0].push(...measure(TURN, own.prepare, own.once));
    samples[1].push(...measure(TURN, peer.prepare, peer.once));
  }
  const [first, second] = samples;
  return [ascending(first), ascending(second)];
}

export function ascending(sample: Sample): Sample {
  return sample.toSorted((left, right) => left - right);
}

export function percentile(sample: Sample, share: number): number {
  return sample[Math.min(sample.length - 1, Math.floor(sample.length * share))] ?? Number.NaN;
}
