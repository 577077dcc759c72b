import type { Case } from "../case.ts";
import { definition } from "../starter-edits.ts";
import { tiered } from "../tiered.ts";

type Row = readonly [name: string, from: string, to: string];

const MESSAGE = "{type: string, maxLength: 2000}";

const ROWS: readonly Row[] = [
  [
    "takes fields that nobody described",
    "[message], additionalProperties: false,",
    "[message], additionalProperties: true,",
  ],
  [
    "lets the default take fields that nobody described",
    "[message], additionalProperties: false,",
    "[message],",
  ],
  [
    "describes the fields that nobody described",
    "[message], additionalProperties: false,",
    "[message], additionalProperties: {type: string},",
  ],
  ["takes a message without a message", "required: [message], ", "required: [], "],
  ["leaves out which fields must be there", "required: [message], ", ""],
  ["takes longer messages", "maxLength: 2000", "maxLength: 20000"],
  ["takes messages of any length", MESSAGE, "{type: string}"],
  ["takes a message of any type", MESSAGE, "{maxLength: 2000}"],
  ["takes a message of one type more", MESSAGE, "{type: [string, object], maxLength: 2000}"],
  [
    "takes one field more",
    `message: ${MESSAGE}`,
    `message: ${MESSAGE}, role: {type: string, maxLength: 20}`,
  ],
  [
    "takes either of two shapes",
    MESSAGE,
    "{anyOf: [{type: string, maxLength: 2000}, {type: object}]}",
  ],
  ["promises a format that nobody checks", MESSAGE, "{type: string, format: uri}"],
  [
    "answers with larger numbers",
    "minimum: 0, maximum: 1}}}\nparameters",
    "minimum: 0, maximum: 100}}}\nparameters",
  ],
  [
    "answers with negative numbers",
    "minimum: 0, maximum: 1}}}\nparameters",
    "minimum: -1, maximum: 1}}}\nparameters",
  ],
  [
    "answers with one field more",
    "properties: {intent: {type: string},",
    "properties: {raw: {type: string}, intent: {type: string},",
  ],
  [
    "answers what nobody described",
    "[intent, reply], additionalProperties: false",
    "[intent, reply], additionalProperties: true",
  ],
  ["answers without a reply", "required: [intent, reply]", "required: [intent]"],
];

/** A contract that promises a little less than before is still kept with everybody. */
const NARROWED = definition(
  "confidence: {type: number, minimum: 0, maximum: 1}",
  "confidence: {type: number, minimum: 0, maximum: 0.99}",
);

const LISTED = definition(
  "{intent: {type: string},",
  "{intent: {type: string, enum: [login, pin, refund, unsure]},",
);

export const CASES: readonly Case[] = [
  ...ROWS.map(([name, from, to]): Case => {
    return {
      name,
      rule: "C5",
      codes: ["contract-widened", "tier-escalated"],
      base: [tiered("/contract/**")],
      attack: [definition(from, to)],
      twin: [NARROWED],
    };
  }),
  {
    name: "gives answers that the contract did not list",
    rule: "C5",
    codes: ["contract-widened"],
    base: [tiered("/contract/**"), LISTED],
    attack: [definition("[login, pin, refund, unsure]", "[login, pin, refund, unsure, pay-out]")],
    twin: [NARROWED],
  },
];
