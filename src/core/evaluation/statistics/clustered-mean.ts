export type ClusteredMean = {
  readonly mean: number;
  /** As if items were independent: s / √n with n − 1. Too small where clusters hang together. */
  readonly naiveError: number;
  /** √(Σ_c (Σ_i (s_i − mean))²) / n, of Miller 2024 (arXiv 2411.00640). */
  readonly clusteredError: number;
  /** The same with its variance times C / (C − 1), which C clusters need to be unbiased. */
  readonly standardError: number;
  /** How many items there are for each that counts: (clustered / naive)²; 1 at independence. */
  readonly designEffect: number;
  readonly items: number;
  readonly clusters: number;
};

/**
 * Mean over items that come in clusters, and how uncertain it is. Empty clusters do not count.
 * One cluster, or a value that is no number, leaves the errors Infinity: nothing was learnt.
 */
export function clusteredMean(clusters: readonly (readonly number[])[]): ClusteredMean {
  const filled = clusters.filter((values) => values.length > 0);
  const values = filled.flat();
  const n = values.length;
  const mean = n === 0 ? 0 : sumOf(values) / n;
  if (filled.length < 2 || !Number.isFinite(mean)) return unknownMean(n, filled.length);
  const squares = sumOf(values.map((value) => (value - mean) * (value - mean)));
  const between = sumOf(
    filled.map((cluster) => {
      const off = sumOf(cluster.map((value) => value - mean));
      return off * off;
    }),
  );
  const naiveError = Math.sqrt(squares / (n - 1) / n);
  const clusteredError = Math.sqrt(between) / n;
  const standardError = clusteredError * Math.sqrt(filled.length / (filled.length - 1));
  const designEffect = naiveError === 0 ? 1 : (standardError / naiveError) ** 2;
  const counts = { items: n, clusters: filled.length };
  return { mean, naiveError, clusteredError, standardError, designEffect, ...counts };
}

function unknownMean(items: number, clusters: number): ClusteredMean {
  const [naiveError, clusteredError, standardError] = [Infinity, Infinity, Infinity];
  return {
    mean: 0,
    naiveError,
    clusteredError,
    standardError,
    designEffect: 1,
    items,
    clusters,
  };
}

function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
