import type { Random } from "../simulation/random.ts";

/** Live traffic of two versions, minute by minute. */
export type Traffic = {
  /** Success of each arm in a given minute. */
  readonly rates: (minute: number) => Rates;
  readonly minutes: number;
  /** Requests per minute of the candidate; the baseline has `block` times as many. */
  readonly perMinute: number;
  readonly block: number;
  /** Whether a minute's requests come in any order; else the block of the baseline, then the candidate. */
  readonly isShuffled?: boolean;
};

type Rates = { readonly stable: number; readonly candidate: number };

/** One request that was answered, and how it went. */
export type Arrival = { readonly variant: "stable" | "candidate"; readonly succeeded: boolean };

export const BASELINE = 0.9;
export const PER_MINUTE = 20;
export const MINUTES = 120;

export const steady = (drop: number, block = 1): Traffic => ({
  rates: () => ({ stable: BASELINE, candidate: BASELINE - drop }),
  minutes: MINUTES,
  perMinute: PER_MINUTE,
  block,
});

/** Both versions suffer alike for ten minutes, and neither is at fault. */
export const outage = (block = 1): Traffic => ({
  ...steady(0, block),
  rates: (minute) => {
    const rate = minute >= 30 && minute < 40 ? 0.5 : BASELINE;
    return { stable: rate, candidate: rate };
  },
});

/** A defect that wakes after an hour. */
export const lateOnset = (block = 1): Traffic => ({
  ...steady(0, block),
  rates: (minute) => ({ stable: BASELINE, candidate: minute < 60 ? BASELINE : BASELINE - 0.1 }),
});

const ARRIVALS = {
  stable: [aRequest("stable", false), aRequest("stable", true)],
  candidate: [aRequest("candidate", false), aRequest("candidate", true)],
} as const;

function aRequest(variant: Arrival["variant"], succeeded: boolean): Arrival {
  return { variant, succeeded };
}

/** No rule has a say in what is drawn, so that one seed shows the same requests to all of them. */
export function* minutesOf(traffic: Traffic, random: Random): Generator<readonly Arrival[]> {
  for (let minute = 0; minute < traffic.minutes; minute += 1) {
    const arrivals = minuteOf(traffic, traffic.rates(minute), random);
    yield traffic.isShuffled === true ? shuffled(arrivals, random) : arrivals;
  }
}

function minuteOf({ perMinute, block }: Traffic, rates: Rates, random: Random): Arrival[] {
  const arrivals: Arrival[] = [];
  const arrive = (variant: Arrival["variant"]): void => {
    arrivals.push(ARRIVALS[variant][random() < rates[variant] ? 1 : 0]);
  };
  for (let request = 0; request < perMinute; request += 1) {
    for (let one = 0; one < block; one += 1) arrive("stable");
    arrive("candidate");
  }
  return arrivals;
}

/** In place, from the end: each order is as likely as any other. */
function shuffled(arrivals: Arrival[], random: Random): readonly Arrival[] {
  for (let last = arrivals.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [here, there] = [arrivals[last], arrivals[other]];
    if (here === undefined || there === undefined) throw new RangeError("no such request");
    arrivals[last] = there;
    arrivals[other] = here;
  }
  return arrivals;
}
