import { barOf } from "../../../src/core/decision/thresholds.ts";
import { askSealed } from "./acceptors.ts";
import { type Random, randomOf } from "../simulation/random.ts";

const ITEMS = 4_000;
const CANDIDATES = 400;

type Words = { readonly word: "accept" | "reject" | "quarantine"; readonly score: number };
type Oracle = (answers: Uint8Array, truth: Uint8Array) => Words;

export type Attack = {
  /** What the majority vote seems to be worth on the suite, beyond what it is worth. */
  readonly gap: number;
  readonly falseAccepts: number;
};

/**
 * The attack of Blum and Hardt (2015): many random answers are sent in, and those that the suite
 * likes are put together by majority. `feedback` says what the attacker gets to see.
 */
export function attackLeaderboard(feedback: "score" | "word", seed: number): Attack {
  const random = randomOf(seed, 7);
  const truth = coins(random);
  const incumbent = coins(random);
  const ask: Oracle = feedback === "score" ? byScore : byWord(incumbent);
  const votes = new Int32Array(ITEMS);
  let falseAccepts = 0;
  for (let candidate = 0; candidate < CANDIDATES; candidate += 1) {
    const answers = coins(random);
    const { word, score } = ask(answers, truth);
    if (word === "accept") falseAccepts += 1;
    for (let item = 0; item < ITEMS; item += 1) {
      votes[item] = (votes[item] ?? 0) + score * (answers[item] === 1 ? 1 : -1);
    }
  }
  const majority = Uint8Array.from(votes, (vote) => (vote > 0 ? 1 : vote < 0 ? 0 : 2));
  // Where nothing was learnt the attacker tosses a coin.
  const guess = coins(random);
  const right = majority.map((vote, item) => (vote === 2 ? (guess[item] ?? 0) : vote));
  return { gap: rightShare(right, truth) - 0.5, falseAccepts };
}

/** The naive board: the share of right answers, of which everything above one half is kept. */
const byScore: Oracle = (answers, truth) => {
  const share = rightShare(answers, truth);
  return { word: share > 0.5 ? "quarantine" : "reject", score: share > 0.5 ? 1 : -1 };
};

/** The product: one word. The attacker takes every word but a reject for a good sign. */
function byWord(incumbent: Uint8Array): Oracle {
  return (answers, truth) => {
    let item = 0;
    const sealed = (): number => {
      const [mine, old] = [answers[item] === truth[item], incumbent[item] === truth[item]];
      item += 1;
      return Number(mine) - Number(old);
    };
    const { settled } = askSealed({ sealed }, barOf("strict", { accepts: 0 }), ITEMS);
    const word = settled === "shown" ? "accept" : settled === "refuted" ? "reject" : "quarantine";
    return { word, score: word === "reject" ? -1 : 1 };
  };
}

function coins(random: Random): Uint8Array {
  const tossed = new Uint8Array(ITEMS);
  for (let item = 0; item < ITEMS; item += 1) tossed[item] = random() < 0.5 ? 0 : 1;
  return tossed;
}

function rightShare(answers: Uint8Array, truth: Uint8Array): number {
  let right = 0;
  for (let item = 0; item < ITEMS; item += 1) if (answers[item] === truth[item]) right += 1;
  return right / truth.length;
}
