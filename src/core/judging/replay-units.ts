import type { ClaimedReport, JudgedPair, JudgedRecords, JudgedSide } from "./judged.ts";

/** The gain on one item, larger being better for the candidate; nothing where it cannot be said. */
type Gain = (pair: JudgedPair) => number | undefined;

const GAINS: Readonly<Record<string, Gain>> = {
  task_improvement: correctGain,
  risk: ({ baseline, candidate }) => -candidate.violation - -baseline.violation,
  calibration: ({ baseline, candidate }) => {
    const [before, after] = [squaredMiss(baseline), squaredMiss(candidate)];
    return before === undefined || after === undefined ? undefined : -after - -before;
  },
  efficiency: ({ baseline, candidate }) => {
    const most = [1, baseline.cost, candidate.cost].reduce((a, b) => (a > b ? a : b));
    return -candidate.cost / most - -baseline.cost / most;
  },
};

/** The gains of the units that a report is about, in order, or nothing for an unknown report. */
export function differencesOf(
  records: JudgedRecords,
  { dimension, source, against }: Pick<ClaimedReport, "dimension" | "source" | "against">,
): readonly number[] | undefined {
  const gain = Object.hasOwn(GAINS, dimension) ? GAINS[dimension] : undefined;
  const pairs = against === "anchor" ? besideAnchor(records, source) : pairsOf(records, source);
  const isKnown = against === undefined || against === "anchor";
  return gain === undefined || pairs === undefined || !isKnown ? undefined : gainsOf(pairs, gain);
}

function besideAnchor(
  { anchor }: JudgedRecords,
  source: string,
): readonly JudgedPair[] | undefined {
  return source === "public" || source === "sealed" ? anchor?.[source] : undefined;
}

function pairsOf(records: JudgedRecords, source: string): readonly JudgedPair[] | undefined {
  if (source === "public" || source === "sealed") return records[source];
  return source === "rated" ? records.rated?.pairs : undefined;
}

export function gainsOf(pairs: readonly JudgedPair[], gain: Gain): readonly number[] {
  const order: string[] = [];
  const gains: Record<string, number[]> = Object.create(null);
  for (const pair of pairs) {
    const value = gain(pair);
    if (value === undefined) continue;
    const key = `unit ${pair.unit}`;
    if (gains[key] === undefined) order.push(key);
    (gains[key] ??= []).push(value);
  }
  return order.map((key) => {
    const values = gains[key] ?? [];
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

/** Nothing on items that no honest version can pass. */
export function correctGain({ item, baseline, candidate }: JudgedPair): number | undefined {
  return item?.startsWith("impossible/") === true
    ? undefined
    : candidate.correct - baseline.correct;
}

function squaredMiss({ confidence, correct }: JudgedSide): number | undefined {
  return confidence === undefined ? undefined : (confidence - correct) * (confidence - correct);
}
