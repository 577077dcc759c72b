import type { DataSet, Query } from "./data-set.ts";
import { DEFINITION, type Files, type Sorter, WEIGHTS } from "./triage-agent.ts";

/** Shares of queries that one version of the agent sorts rightly. */
export type Shares = { readonly public: number; readonly sealed: number };

/** Counts by the agent's own code and beside the app, which tells nobody a sealed figure. */
export function sharesOf(
  { intents, public: shown, sealed }: DataSet,
  sorter: Sorter,
): (files: Files) => Shares {
  return (files) => {
    const bar = /min_confidence: \{value: ([\d.]+)/.exec(files[DEFINITION] ?? "")?.[1];
    const context = {
      parameters: { min_confidence: Number(bar) },
      data: { intents, weights: JSON.parse(files[WEIGHTS] ?? "{}") },
    };
    const share = (queries: readonly Query[]): number =>
      queries.filter((query) => sorter.run(query, context).intent === query.intent).length /
      queries.length;
    return { public: share(shown), sealed: share(sealed) };
  };
}
