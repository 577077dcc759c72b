import type { Evaluation } from "../../core/evaluation/evaluation.ts";
import type { PairedRecord } from "../../core/evaluation/records.ts";
import { objectiveReport } from "../../core/evaluation/scorecard.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { type Fresh, freshItems } from "../../core/judging/fresh-items.ts";
import type { JudgeFacts, ModeVerdict } from "../../core/judging/mode-verdict.ts";
import { agreesWithRemeasure } from "../../core/judging/remeasure.ts";
import { type Digest, digestOfJson } from "../../core/kernel/digest.ts";
import type { AskedItem } from "../../core/evaluation/epochs.ts";
import type { Questions } from "../evaluation/collect-cases.ts";
import type { Entropy } from "../../ports/clock.ts";
import type { ModelAccount } from "../../ports/models.ts";
import type { EvaluationPorts } from "../evaluation/evaluating.ts";
import { MOST_WORDS, type ShardWord } from "../../core/custody/shard-use.ts";
import type { Pair } from "../../ports/store/evidence.ts";
import type { OpenSealed, SpareShard } from "../evaluation/load-sealed.ts";
import { prepareSuites, type ShownSuites } from "../evaluation/prepare-suites.ts";
import { commitRecords } from "./commit-records.ts";
import { askAgain } from "./ask-again.ts";

export type Remeasuring = {
  readonly ports: EvaluationPorts;
  readonly mutation: Mutation;
  readonly pair: Pair;
  readonly rules: SystemRules;
  readonly suites: ShownSuites;
  readonly openSealed?: OpenSealed | undefined;
  readonly evaluation: Evaluation;
  /** Absent on a clone, which has nothing to commit to. */
  readonly entropy?: Entropy;
  readonly account?: ModelAccount | undefined;
  isCurrent(): Promise<boolean>;
  /** Keeps so many sealed pairs in all, the first run's among them. */
  reservePairs(pairs: number): Promise<boolean>;
  /** Whether what an earlier look asked was never counted. */
  readonly owesPairs?: boolean;
};

export type SecondRun = {
  readonly verdict: ModeVerdict;
  readonly sealedPairs: number;
  /** What other shards of the sealed suite had a part in it. */
  readonly told: readonly Digest[];
};

/** Measures the figure that decides a second time, and compares the two as far as chance allows. */
export async function remeasure(
  remeasuring: Remeasuring,
): Promise<SecondRun | "overtaken" | "unaffordable"> {
  const claimed = claimOf(remeasuring);
  const suite = claimed && (await wholeSuite(remeasuring, claimed.source));
  if (claimed === undefined || suite === undefined) {
    return { verdict: ended("no-data", "judge-not-remeasured", {}), sealedPairs: 0, told: [] };
  }
  const fresh = freshItems(suite.items, new Set(claimed.first.map(({ item }) => item)));
  const isSealed = claimed.source === "sealed";
  const questions = questionsOf(remeasuring, { suite, fresh, isSealed });
  const { before, after } = remeasuring.mutation;
  const asked = await askAgain({ ...remeasuring, before, after, questions });
  if (asked.kind === "overtaken" || asked.kind === "unaffordable") return asked.kind;
  const sealedPairs = isSealed ? fresh.items.length : 0;
  const told = wordsOf(suite, fresh).map(({ shard }) => shard);
  if (asked.kind !== "collected") {
    const why = asked.kind === "unanswered" ? asked.reason : "run-failed";
    return { verdict: ended("error", "judge-not-remeasured", { why }), sealedPairs, told };
  }
  const agrees = agreesWithRemeasure({ ...claimed, kind: fresh.kind, second: asked.pairs });
  // How many it asked, and whether any were left, tells how far the first run had to ask.
  const known = await commitmentOf(remeasuring, asked.pairs);
  return {
    verdict: verdictOn(agrees, known),
    sealedPairs: isPaid(remeasuring, asked) ? 0 : sealedPairs,
    told,
  };
}

/** What was kept from an earlier look was paid for then, unless that one was killed. */
function isPaid({ owesPairs }: Remeasuring, { asked }: { readonly asked: number }): boolean {
  return asked === 0 && owesPairs !== true;
}

/** On a clone nothing is written down, and nobody has to be able to open it later. */
async function commitmentOf(
  { ports, entropy }: Remeasuring,
  pairs: readonly PairedRecord[],
): Promise<JudgeFacts> {
  if (entropy === undefined) return {};
  const commitment = await ports.store.transact((tx) => commitRecords(tx, entropy, pairs));
  return { records_commitment: commitment };
}

function verdictOn(agrees: boolean, facts: Parameters<typeof ended>[2]): ModeVerdict {
  return agrees
    ? ended("pass", "judge-remeasured", facts)
    : ended("no-data", "judge-remeasured-otherwise", facts);
}

type Claimed = {
  readonly dimension: string;
  readonly source: "public" | "sealed";
  readonly first: readonly PairedRecord[];
};

function claimOf({ evaluation }: Remeasuring): Claimed | undefined {
  const { scorecard, records } = evaluation;
  const report = scorecard && objectiveReport(scorecard);
  if (report?.evidence.kind !== "test") return undefined;
  const { dimension, source } = report;
  if (source !== "public" && source !== "sealed") return undefined;
  return { dimension, source, first: records[source] };
}

type SealedRules = NonNullable<SystemRules["suites"]["sealed"]>;

type Whole = Questions & { readonly spare: readonly SpareShard[] };

/** Every item that may be asked in its order, the shard that was asked being the beginning of it. */
async function wholeSuite(
  { ports, rules, suites, evaluation, pair, openSealed }: Remeasuring,
  source: Claimed["source"],
): Promise<Whole | undefined> {
  const { sealed } = rules.suites;
  const whole = { ...rules.suites, ...(sealed && { sealed: unbounded(sealed) }) };
  const prepared = await prepareSuites(ports, { suites: whole, shown: suites, pair, openSealed });
  if (!prepared.ok) return undefined;
  const { sealed: hidden, ...shown } = prepared.value;
  const suite = source === "sealed" ? hidden?.questions : shown.public;
  // A suite that was exchanged since the first run is no second look at the same thing.
  if (suite === undefined || suite.digest !== evaluation.suiteDigests[source]) return undefined;
  const spare = (source === "sealed" && hidden?.spare) || [];
  return { ...suite, spare, items: [...suite.items, ...spare.flatMap(({ items }) => items)] };
}

/** A second run may go beyond the part that the charter lets a first one ask. */
function unbounded({ shard: _size, ...sealed }: SealedRules): SealedRules {
  return sealed;
}

type Second = {
  readonly suite: Whole;
  readonly fresh: Fresh<AskedItem>;
  readonly isSealed: boolean;
};

function questionsOf(
  { mutation, evaluation, ...remeasuring }: Remeasuring,
  { suite, fresh, isSealed }: Second,
): Questions {
  const digest = digestOfJson({
    remeasured: suite.digest,
    before: mutation.before.digest,
    after: mutation.after.digest,
    items: fresh.items.map(({ id }) => id),
  });
  const first = evaluation.spentPairs;
  const words = wordsOf(suite, fresh);
  return {
    digest,
    items: fresh.items,
    unitOf: suite.unitOf,
    ...(isSealed
      ? {
          mayAsk: async (open) =>
            open === 0 ||
            ((await remeasuring.reservePairs(first + open)) && countWords(remeasuring, words)),
        }
      : {}),
  };
}

/** What the word will rest on beside the shard that was asked first: fresh items of later ones. */
function wordsOf({ spare }: Whole, { items }: Fresh<AskedItem>): readonly ShardWord[] {
  const asked = new Set(items.map(({ id }) => id));
  return spare.flatMap(({ digest, items }) => {
    const count = items.filter(({ id }) => asked.has(id)).length;
    return count === 0 ? [] : [{ shard: digest, items: count }];
  });
}

function countWords(
  { ports, pair }: Pick<Remeasuring, "ports" | "pair">,
  words: readonly ShardWord[],
): Promise<boolean> {
  return ports.store.transact(async (tx) => {
    for (const word of words) {
      if (!(await tx.custody.countWord({ ...pair, ...word }, MOST_WORDS))) return false;
    }
    return true;
  });
}

function ended(
  outcome: ModeVerdict["outcome"],
  reason: ModeVerdict["reason"],
  facts: JudgeFacts,
): ModeVerdict {
  return { mode: "remeasure", outcome, reason, facts };
}
