import type { Case, Earlier, FileEdit } from "../case.ts";
import { definition, inFile, KINDER } from "../starter-edits.ts";

type Spent = NonNullable<Earlier["spent"]>;
type Kind = Spent[number]["kind"];
type Past = Pick<Earlier, "spent" | "byPerson">;
type Row = readonly [name: string, code: Case["codes"][number], attack: Past, twin: Past];

/** `count` spends of one each, a minute apart, the newest `minutesAgo`. */
function many(count: number, kind: Kind, minutesAgo: number, byPerson = false): Spent {
  return Array.from({ length: count }, (_one, at) => {
    return { kind, amount: 1, byPerson, minutesAgo: minutesAgo + at };
  });
}

/** All at the same moment. */
function atOnce(count: number, kind: Kind, minutesAgo: number): Spent {
  return many(count, kind, 0).map((one) => ({ ...one, minutesAgo }));
}

const A_DAY = 24 * 60;
const A_SECOND = 1 / 60;

const byBots = (count: number, minutesAgo = 1): Spent => many(count, "proposal", minutesAgo);
const byPeople = (count: number): Spent => many(count, "proposal", 1, true);

/** The starter's charter: so many proposals in a day, and 4 more for people; 5 acceptances; 20,000 pairs. */
const WINDOW = 14;
const RESERVE = 4;
const HALF = WINDOW / 2;

const ROWS: readonly Row[] = [
  [
    "proposes once more than the window allows",
    "budget-proposals-spent",
    { spent: byBots(WINDOW) },
    { spent: byBots(WINDOW - 1) },
  ],
  [
    "proposes in one burst",
    "budget-proposals-spent",
    { spent: atOnce(WINDOW, "proposal", A_SECOND) },
    { spent: atOnce(WINDOW - 1, "proposal", A_SECOND) },
  ],
  [
    "waits until a second before the window has passed",
    "budget-proposals-spent",
    { spent: atOnce(WINDOW, "proposal", A_DAY - A_SECOND) },
    { spent: atOnce(WINDOW, "proposal", A_DAY) },
  ],
  [
    "spends half before midnight and half after it",
    "budget-proposals-spent",
    { spent: [...byBots(HALF, 12 * 60 + 1), ...byBots(HALF, 11 * 60)] },
    { spent: [...byBots(HALF, A_DAY), ...byBots(HALF, 11 * 60)] },
  ],
  [
    "dates what it spent in the future, by a clock that was set back",
    "budget-proposals-spent",
    { spent: atOnce(WINDOW, "proposal", -90) },
    { spent: atOnce(WINDOW - 1, "proposal", -90) },
  ],
  [
    "proposes by machine and asks for the reserve of people",
    "budget-proposals-spent",
    { spent: byBots(WINDOW), byPerson: false },
    { spent: byBots(WINDOW), byPerson: true },
  ],
  [
    "proposes as a person after people's reserve is gone",
    "budget-proposals-spent",
    { spent: [...byBots(WINDOW), ...byPeople(RESERVE)], byPerson: true },
    { spent: [...byBots(WINDOW), ...byPeople(RESERVE - 1)], byPerson: true },
  ],
  [
    "leaves to machines what people have used up beyond their reserve",
    "budget-proposals-spent",
    { spent: byPeople(WINDOW + RESERVE) },
    { spent: byPeople(WINDOW + RESERVE - 1) },
  ],
  [
    "takes turns with other machines",
    "budget-proposals-spent",
    { spent: [...byBots(HALF), ...byBots(HALF - 2, 300), ...byBots(2, 900)] },
    { spent: [...byBots(HALF), ...byBots(HALF - 2, 300), ...byBots(1, 900)] },
  ],
  [
    "counts several proposals as one entry",
    "budget-proposals-spent",
    { spent: [{ kind: "proposal", amount: WINDOW, minutesAgo: 5 }] },
    { spent: [{ kind: "proposal", amount: WINDOW - 1, minutesAgo: 5 }] },
  ],
  [
    "has more accepted than the window allows",
    "budget-accepted-spent",
    { spent: many(5, "accepted", 1) },
    { spent: many(4, "accepted", 1) },
  ],
  [
    "has its acceptances counted as people's",
    "budget-accepted-spent",
    { spent: many(9, "accepted", 1, true) },
    { spent: many(8, "accepted", 1, true) },
  ],
  [
    "waits for its acceptances a second too short",
    "budget-accepted-spent",
    { spent: atOnce(5, "accepted", A_DAY - A_SECOND) },
    { spent: atOnce(5, "accepted", A_DAY + A_SECOND) },
  ],
  [
    "asks the sealed suite when its purse is empty",
    "budget-spend-exceeded",
    { spent: [{ kind: "sealed-pairs", amount: 20_000, minutesAgo: 60 }] },
    { spent: [{ kind: "sealed-pairs", amount: 19_999, minutesAgo: 60 }] },
  ],
  [
    "empties the purse in small sips",
    "budget-spend-exceeded",
    { spent: many(100, "sealed-pairs", 1).map((sip) => ({ ...sip, amount: 200 })) },
    { spent: many(99, "sealed-pairs", 1).map((sip) => ({ ...sip, amount: 200 })) },
  ],
  [
    "asks the sealed suite as a person, who has no purse of their own",
    "budget-spend-exceeded",
    { spent: [{ kind: "sealed-pairs", amount: 20_000, minutesAgo: 60 }], byPerson: true },
    { spent: [{ kind: "sealed-pairs", amount: 15_000, minutesAgo: 60 }], byPerson: true },
  ],
];

const FULL: Past = { spent: byBots(WINDOW) };

/** What costs nothing, and what only looks like it. */
const DECOYS: readonly (readonly [
  name: string,
  attack: readonly FileEdit[],
  twin: readonly FileEdit[],
])[] = [
  [
    "hides one changed number among changed spaces",
    [definition("min_confidence: {value: 0.2,", "min_confidence: { value: 0.21,")],
    [definition("min_confidence: {value: 0.2,", "min_confidence: { value: 0.2,")],
  ],
  [
    "calls a change documentation and changes a prompt with it",
    [KINDER, { path: "systems/triage/docs/words.md", write: "Words.\n" }],
    [{ path: "systems/triage/docs/words.md", write: "Words.\n" }],
  ],
  [
    "says that it only goes back to what was there before",
    [inFile("prompts/reply.md", "one working day", "a day")],
    [{ path: "systems/triage/README.md", write: "# triage\n\nIt goes back to what it was.\n" }],
  ],
];

export const CASES: readonly Case[] = [
  ...ROWS.map(([name, code, earlier, twinEarlier]): Case => {
    return {
      name,
      rule: "C6",
      codes: [code],
      earlier,
      twinEarlier,
      attack: [KINDER],
      twin: [KINDER],
    };
  }),
  ...DECOYS.map(([name, attack, twin]): Case => {
    return { name, rule: "C6", codes: ["budget-proposals-spent"], earlier: FULL, attack, twin };
  }),
];
