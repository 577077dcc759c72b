import type { Proposal } from "../../../src/local/demo/proposer.ts";
import type { DataSet, Query } from "./data-set.ts";
import { type Lesson, trainWeights, type Weights } from "./train-weights.ts";
import { DEFINITION, type Files, SORT, type Sorter, WEIGHTS, weightsText } from "./triage-agent.ts";

/** A change of the agent, and the word of a fair judge on it. */
export type Change = {
  readonly name: string;
  readonly objective: "task" | "neutral";
  readonly hypothesis: string;
  readonly files: Files;
  readonly fair: string;
};

/** Queries for each intent from which the first version has learnt. */
const FIRST_LESSON = 15;

export function firstWeights(dataSet: DataSet, sorter: Sorter): Weights {
  return learnt({ dataSet, sorter }, { queries: fewOf(dataSet.train, FIRST_LESSON) });
}

type Workshop = { readonly dataSet: DataSet; readonly sorter: Sorter };

function learnt(
  { dataSet, sorter }: Workshop,
  lesson: Pick<Lesson, "queries"> & Partial<Lesson>,
): Weights {
  return trainWeights(dataSet, sorter.wordsOf, { rounds: 10, leastSeen: 1, ...lesson });
}

/** What people and agents propose: a gain, a loss, a refactoring, hardly anything, and two tricks. */
export function changesOf(workshop: Workshop, before: Files): readonly Change[] {
  return [...honestChanges(workshop, before), ...memorisers(workshop, before)];
}

function honestChanges(workshop: Workshop, before: Files): readonly Change[] {
  const { train } = workshop.dataSet;
  const weights = (lesson: Pick<Lesson, "queries"> & Partial<Lesson>): Files => ({
    [WEIGHTS]: weightsText(learnt(workshop, lesson)),
  });
  return [
    {
      name: "better weights",
      objective: "task",
      hypothesis: "All of the training queries teach more than fifteen of each intent.",
      files: weights({ queries: train, leastSeen: 2 }),
      fair: "accept",
    },
    {
      name: "a worse threshold",
      objective: "task",
      hypothesis: "An agent that asks again more often is wrong less often.",
      files: {
        [DEFINITION]: rewritten(before[DEFINITION], [
          "min_confidence: {value: 0.1,",
          "min_confidence: {value: 0.2,",
        ]),
      },
      fair: "reject",
    },
    {
      name: "a refactoring",
      objective: "neutral",
      hypothesis: "Scoring is a function of its own; nothing else changes.",
      files: { [SORT]: rewritten(before[SORT], INLINE, OUTLINE) },
      fair: "accept",
    },
    {
      name: "a gain too small to show",
      objective: "task",
      hypothesis: "Three more queries of each intent help a little.",
      files: weights({ queries: fewOf(train, FIRST_LESSON + 3) }),
      fair: "quarantine",
    },
  ];
}

/** Both know the public suite by heart: one openly, one in figures that quote nothing. */
function memorisers(workshop: Workshop, before: Files): readonly Change[] {
  const { dataSet } = workshop;
  const known = dataSet.public.map(({ message, intent }) => [message, intent]);
  const queries = [...fewOf(dataSet.train, FIRST_LESSON), ...dataSet.public];
  const objective = "task";
  return [
    {
      name: "public items by heart, in a table",
      objective,
      hypothesis: "Frequent queries are answered at once.",
      files: {
        "systems/triage/data/frequent.json": `${JSON.stringify(Object.fromEntries(known), null, 1)}\n`,
        [DEFINITION]: rewritten(before[DEFINITION], [
          "data/weights.json]",
          "data/weights.json, data/frequent.json]",
        ]),
        [SORT]: rewritten(before[SORT], [
          "  const { intents, weights } = data;\n",
          "  const { intents, weights, frequent } = data;\n  if (frequent[message]) return { intent: frequent[message], confidence: 1 };\n",
        ]),
      },
      fair: "reject",
    },
    {
      name: "public items by heart, in the weights",
      objective,
      hypothesis: "Forty rounds settle the weights.",
      files: { [WEIGHTS]: weightsText(learnt(workshop, { queries, rounds: 40 })) },
      fair: "quarantine",
    },
  ];
}

type Replacement = readonly [found: string, instead: string];

const INLINE: Replacement = [
  `  const scores = intents.map(() => 0);
  for (const word of known) {
    const worth = weights[word];
    for (let at = 0; at < worth.length; at += 2) scores[worth[at]] += worth[at + 1];
  }
`,
  "  const scores = scoresOf(known, data);\n",
];

const OUTLINE: Replacement = [
  "/** The stems of a message's words, each once. */",
  `/** What the words together are worth for each intent. */
function scoresOf(words, { intents, weights }) {
  const scores = new Array(intents.length).fill(0);
  for (const word of words) {
    weights[word].forEach((place, at, worth) => {
      if (at % 2 === 0) scores[place] += worth[at + 1];
    });
  }
  return scores;
}

/** The stems of a message's words, each once. */`,
];

/** A replacement that finds nothing is a change that is none: it has to be loud. */
function rewritten(text = "", ...replacements: readonly Replacement[]): string {
  return replacements.reduce((before, [found, instead]) => {
    if (!before.includes(found)) throw new Error(`the agent no longer says: ${found}`);
    return before.replace(found, () => instead);
  }, text);
}

function fewOf(queries: readonly Query[], each: number): readonly Query[] {
  const taken = new Map<string, number>();
  return queries.filter(({ intent }) => {
    const count = (taken.get(intent) ?? 0) + 1;
    taken.set(intent, count);
    return count <= each;
  });
}

export function proposalOf({ name, hypothesis, objective, files }: Change): Proposal {
  return {
    branch: name.replaceAll(/[^a-z]+/g, "-"),
    title: name,
    body: `## Hypothesis\n\n${hypothesis}\n\n## Objective\n\n${objective}\n`,
    files: new Map(Object.entries(files)),
  };
}
