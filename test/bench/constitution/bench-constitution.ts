import type { Bar } from "../bars.ts";
import { ascending, measureInTurn, percentile, type Sample } from "../measure.ts";
import { askCedar, forbidding, openCedar, requestOf } from "./cedar.ts";
import { CHANGES } from "./changes.ts";
import { benchGrowth } from "./growth.ts";
import { manyModules } from "./many-modules.ts";
import { askedAnew, askOurs, breached, questionOf } from "./question.ts";

const ROUNDS = 300;

/** Rounds over all questions before anything is timed: a server that answers has answered before. */
const WARMING = 1_000;

/** The bars of the design: half a hundred modules, microseconds, and how much faster than the peer. */
const MOST_MICROSECONDS = 50;
const LEAST_RATIO = 3;

export function benchConstitution(): readonly Bar[] {
  openCedar();
  const files = manyModules(50);
  const asked = CHANGES.map((change) => {
    const question = questionOf(files, change);
    return { question, request: requestOf(question) };
  });
  for (let round = 0; round < WARMING; round += 1) {
    for (const { question, request } of asked) {
      askOurs(askedAnew(question));
      askCedar(request);
    }
  }
  const ours: number[] = [];
  const theirs: number[] = [];
  let disagreements = 0;
  for (const { question, request } of asked) {
    const [mine, other] = [breached(askOurs(question)), forbidding(askCedar(request))];
    const isSame = mine.join() === other.join();
    if (!isSame) disagreements += 1;
    const [own, peer] = measureInTurn(
      ROUNDS,
      { prepare: () => askedAnew(question), once: askOurs },
      { prepare: () => request, once: askCedar },
    );
    ours.push(...own);
    theirs.push(...peer);
    const verdict = isSame
      ? mine.join(" ") || "lawful"
      : `DISAGREE: ours ${mine.join(" ")}, Cedar ${other.join(" ")}`;
    console.log(
      `  ${question.name.padEnd(46)} ${figures(own)}  Cedar ${figures(peer)}  ${verdict}`,
    );
  }
  const [own, peer] = [ascending(ours), ascending(theirs)];
  console.log(`  ${"all changes".padEnd(46)} ${figures(own)}  Cedar ${figures(peer)}`);
  const ratio = percentile(peer, 0.5) / percentile(own, 0.5);
  return [
    bar(
      "six rules, 50 modules, p50 ≤ 50 µs",
      `${percentile(own, 0.5).toFixed(1)} µs`,
      percentile(own, 0.5) <= MOST_MICROSECONDS,
    ),
    bar(
      "≥ 3 times as fast as Cedar (wasm, pre-parsed)",
      `${ratio.toFixed(1)} times`,
      ratio >= LEAST_RATIO,
    ),
    bar(
      "the same verdicts as Cedar",
      `${asked.length - disagreements} of ${asked.length}`,
      disagreements === 0,
    ),
    ...benchGrowth(),
  ];
}

function bar(what: string, found: string, held: boolean): Bar {
  return { what, found, held };
}

function figures(sample: Sample): string {
  const [p50, p95] = [percentile(sample, 0.5), percentile(sample, 0.95)];
  return `p50 ${p50.toFixed(1).padStart(6)} µs, p95 ${p95.toFixed(1).padStart(6)} µs`;
}
