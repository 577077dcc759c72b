import type { AskedSuite, Rested } from "../../core/evaluation/asking.ts";
import { openAsking } from "../../core/evaluation/asking-commitment.ts";
import type { EpochPlace } from "../../core/evaluation/evaluation.ts";
import type { PairedRecord, RawRecords } from "../../core/evaluation/records.ts";
import type { Settled } from "../../core/evaluation/statistics/standing.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import { type Asking, type Collected, collectCases, type Questions } from "./collect-cases.ts";
import { askSealed } from "./ask-sealed.ts";
import type { Evaluating } from "./evaluating.ts";
import { type Askings, openAskings } from "./open-askings.ts";
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

/** Starts the versions, asks the suites that everyone may read, and then, if all is well, the sealed one. */
export async function askSuites(evaluating: Evaluating, looks: Looks): Promise<Asked> {
  const opened = await openAskings(evaluating);
  try {
    return await askInOrder(evaluating, opened, looks);
  } finally {
    await opened.close();
  }
}

async function askInOrder(evaluating: Evaluating, askings: Askings, looks: Looks): Promise<Asked> {
  const { prepared, epoch } = evaluating;
  const { asking, sinceAnchor } = askings;
  const shown = await collectCases(asking, prepared.public);
  if (shown.kind !== "collected") return shown;
  const safety = await collectIfAny(asking, prepared.safety);
  if (safety.kind !== "collected") return safety;
  const rating = await rateAnswers(evaluating, asking);
  if (rating.kind !== "rated") return rating;
  const { rated } = rating;
  const since = await collectIfAny(sinceAnchor, prepared.public);
  if (since.kind !== "collected") return since;
  const records: RawRecords = {
    public: shown.pairs,
    safety: safety.pairs,
    sealed: [],
    ...(rated === undefined ? {} : { rated }),
    ...(sinceAnchor === undefined ? {} : { anchor: { public: since.pairs, sealed: [] } }),
  };
  if (prepared.sealed === undefined || looks.report(records).outcome !== "pass") {
    return { kind: "asked", records, epoch, spentPairs: 0 };
  }
  return askSealedOf(evaluating, askings, { looks, records, sealed: prepared.sealed });
}

type BeforeSealed = {
  readonly looks: Looks;
  readonly records: RawRecords;
  readonly sealed: SealedQuestions;
};

async function askSealedOf(
  evaluating: Evaluating,
  askings: Askings,
  { looks, records, sealed }: BeforeSealed,
): Promise<Asked> {
  const { request, ports, pair, epoch } = evaluating;
  const spending = { epoch, isShardSpent: false };
  let since: readonly PairedRecord[] = [];
  const withSealed = (pairs: readonly PairedRecord[]): RawRecords => {
    const { anchor } = records;
    const asked = { ...records, sealed: pairs };
    return anchor === undefined ? asked : { ...asked, anchor: { ...anchor, sealed: since } };
  };
  const asked = await askSealed(askings.asking, sealed, {
    mayAsk: async (items) => {
      spending.isShardSpent = items > 0 && !(await countWord(evaluating, items));
      if (spending.isShardSpent) return false;
      if (items > 0 && !(await request.reservePairs(items))) return false;
      spending.epoch = await ports.store.transact((tx) => tx.evidence.spendTest(pair));
      return true;
    },
    collect: (questions) => collectBoth(askings, questions, (pairs) => (since = pairs)),
    rested: restedOn(request, sealed),
    isOwing: request.owesPairs === true,
    settle: (pairs, left) => looks.settle(withSealed(pairs), { epoch: spending.epoch, left }),
  });
  if (spending.isShardSpent) {
    return { kind: sealed.isOwn ? "shard-spent" : "overtaken" };
  }
  if (asked.kind !== "collected") return asked;
  const { pairs, asked: spentPairs, asking: howFar } = asked;
  const { epoch: spent } = spending;
  return { kind: "asked", records: withSealed(pairs), epoch: spent, spentPairs, asking: howFar };
}

/**
 * What people approved answered most when it was the baseline, and its answers tell a proposer
 * nothing: what it never answered is asked once, and paid from no purse.
 */
async function collectBoth(
  { asking, sinceAnchor }: Askings,
  questions: Questions,
  keep: (since: readonly PairedRecord[]) => void,
): Promise<Collected> {
  const own = await collectCases(asking, questions);
  if (own.kind !== "collected") return own;
  const beside = await collectIfAny(sinceAnchor, questions);
  if (beside.kind !== "collected") return beside;
  keep(beside.pairs);
  return own;
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

async function collectIfAny(
  asking: Asking | undefined,
  questions: Questions | undefined,
): Promise<Collected> {
  const none: readonly PairedRecord[] = [];
  if (asking === undefined || questions === undefined) {
    return { kind: "collected", pairs: none, asked: 0 };
  }
  return collectCases(asking, questions);
}
