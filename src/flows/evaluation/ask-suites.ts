import type { AskedSuite, Rested } from "../../core/evaluation/asking.ts";
import { openAsking } from "../../core/evaluation/asking-commitment.ts";
import type { EpochPlace } from "../../core/evaluation/evaluation.ts";
import type { PairedRecord, RawRecords } from "../../core/evaluation/records.ts";
import type { Settled } from "../../core/evaluation/statistics/standing.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import {
  type Asking,
  type Collected,
  collectCases,
  type Questions,
  type Side,
} from "./collect-cases.ts";
import { askSealed } from "./ask-sealed.ts";
import type { Evaluating } from "./evaluating.ts";
import { type ModelDesk, openModelDesk } from "./model-desk.ts";
import { openSide } from "./open-side.ts";
import type { SealedQuestions } from "./prepare-suites.ts";
import { type Rated, rateAnswers } from "./rate-answers.ts";

export type Asked =
  | {
      readonly kind: "asked";
      readonly records: RawRecords;
      readonly epoch: EpochPlace;
      readonly spentPairs: number;
      /** Absent where the sealed suite was not asked. */
      readonly asking?: AskedSuite;
    }
  /** The shard has said all it may, and this pair cannot go on on another one. */
  | { readonly kind: "shard-spent" }
  | Exclude<Collected, { readonly kind: "collected" }>
  | Exclude<Rated, { readonly kind: "rated" }>;

/** What the records so far are worth. */
export type Looks = {
  /** Before the sealed suite is asked. */
  report(records: RawRecords): GateReport;
  /** After so many of its units, with so many left: why no further one is needed. */
  settle(
    records: RawRecords,
    at: { readonly epoch: EpochPlace; readonly left: number },
  ): Settled | undefined;
};

/** Starts both versions, asks the suites that everyone may read, and then, if all is well, the sealed one. */
export async function askSuites(evaluating: Evaluating, looks: Looks): Promise<Asked> {
  const { request, ports } = evaluating;
  // Tighter than the operator's limit where the charter's is: one evaluation may use its window's.
  const { usd } = request.rules.budget.spend;
  const models =
    ports.models === undefined
      ? undefined
      : openModelDesk(ports.models, () => request.isCurrent(), { usd });
  const [baseline, candidate] = await Promise.all([
    startSide(evaluating, request.mutation.before, models),
    startSide(evaluating, request.mutation.after, models),
  ]);
  try {
    const asking: Asking = {
      ports,
      baseline,
      candidate,
      ...(models === undefined ? {} : { models }),
      isCurrent: () => request.isCurrent(),
      onProgress: (done, total) => request.onProgress?.(done, total),
    };
    return await askInOrder(evaluating, asking, looks);
  } finally {
    await Promise.all([baseline.runner.close(), candidate.runner.close()]);
  }
}

async function askInOrder(evaluating: Evaluating, asking: Asking, looks: Looks): Promise<Asked> {
  const { prepared, ports, pair, epoch } = evaluating;
  const shown = await collectCases(asking, prepared.public);
  if (shown.kind !== "collected") return shown;
  const safety = await collectIfAny(asking, prepared.safety);
  if (safety.kind !== "collected") return safety;
  const rating = await rateAnswers(evaluating, asking);
  if (rating.kind !== "rated") return rating;
  const { rated } = rating;
  const records: RawRecords = {
    public: shown.pairs,
    safety: safety.pairs,
    sealed: [],
    ...(rated === undefined ? {} : { rated }),
  };
  if (prepared.sealed === undefined || looks.report(records).outcome !== "pass") {
    return { kind: "asked", records, epoch, spentPairs: 0 };
  }
  const spending = { epoch, isShardSpent: false };
  const mayAsk = async (items: number): Promise<boolean> => {
    spending.isShardSpent = items > 0 && !(await countWord(evaluating, items));
    if (spending.isShardSpent) return false;
    if (items > 0 && !(await evaluating.request.reservePairs(items))) return false;
    spending.epoch = await ports.store.transact((tx) => tx.evidence.spendTest(pair));
    return true;
  };
  const asked = await askSealed(asking, prepared.sealed, {
    mayAsk,
    rested: restedOn(evaluating.request, prepared.sealed),
    settle: (sealed, left) => looks.settle({ ...records, sealed }, { epoch: spending.epoch, left }),
  });
  if (spending.isShardSpent) {
    return { kind: prepared.sealed.isOwn ? "shard-spent" : "overtaken" };
  }
  if (asked.kind !== "collected") return asked;
  return {
    kind: "asked",
    records: { ...records, sealed: asked.pairs },
    epoch: spending.epoch,
    spentPairs: asked.asked,
    asking: asked.asking,
  };
}

/**
 * Counted before the first question: a word that was learnt and not counted would be free. The same
 * items left to ask are the same beginning, and so the same word.
 */
async function countWord(
  { prepared: { sealed }, ports, pair }: Evaluating,
  items: number,
): Promise<boolean> {
  if (sealed === undefined) return true;
  const word = { ...pair, shard: sealed.questions.digest, items };
  return ports.store.transact((tx) => tx.custody.countWord(word, sealed.limit));
}

/** What the record tells under a lock, the suite opens; of another suite nothing can be said. */
function restedOn(
  { rested = [] }: Evaluating["request"],
  sealed: SealedQuestions,
): readonly Rested[] {
  return rested.flatMap((one) => {
    if (!("commitment" in one)) return [one];
    return openAsking(one, sealed.secretAt(one.items)) ?? [];
  });
}

async function collectIfAny(asking: Asking, questions: Questions | undefined): Promise<Collected> {
  const none: readonly PairedRecord[] = [];
  if (questions === undefined) return { kind: "collected", pairs: none, asked: 0 };
  return collectCases(asking, questions);
}

/** Both sides share one seed and one desk, so that they meet the same chance on the same item. */
function startSide(
  { ports, prepared, request }: Evaluating,
  version: SystemVersion,
  models: ModelDesk | undefined,
): Promise<Side> {
  const seed = `evaluation/${prepared.public.digest}`;
  return openSide(ports, version, { seed, models, runner: request.rules.runner });
}
