import type { AppClient, ReportedOutcome } from "./app-client.ts";

/** Outcomes of one post, and those kept while the app is away; then the oldest are lost. */
const BATCH = 25;
const MOST_KEPT = 5000;

export type OutcomePost = {
  put(outcome: ReportedOutcome): Promise<void>;
  /** Posts what is left, however few. */
  flush(): Promise<void>;
};

/**
 * Collects outcomes and posts them in batches. What could not be posted is kept and posted again:
 * the app counts each record once, so a lost answer costs nothing.
 */
export function outcomePost(
  client: Pick<AppClient, "report">,
  onAnswer: (answer: { readonly accepted: number; readonly rejected: number }) => void,
): OutcomePost {
  let kept: ReportedOutcome[] = [];
  const flush = async (): Promise<void> => {
    while (kept.length > 0) {
      const batch = kept;
      kept = [];
      const first = batch.slice(0, BATCH);
      kept = batch.slice(BATCH);
      try {
        const { accepted } = await client.report(first);
        onAnswer({ accepted, rejected: first.length - accepted });
      } catch (fault) {
        kept = [...first, ...kept].slice(-MOST_KEPT);
        throw fault;
      }
    }
  };
  return {
    put: async (outcome) => {
      kept.push(outcome);
      if (kept.length >= BATCH) await flush();
    },
    flush,
  };
}
