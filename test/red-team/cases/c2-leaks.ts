import { createHash } from "node:crypto";
import { FAR_DRIFT, OPEN_CHARTER } from "../bases.ts";
import type { Case, FileEdit } from "../case.ts";
import { definition, inFile, shorthand, written } from "../starter-edits.ts";
import { INVENTED, QUOTED, type Quoted } from "../suite-texts.ts";

type Pair = Pick<Case, "name" | "attack" | "twin" | "base" | "earlier">;

const [FIRST, SECOND] = [QUOTED[0]?.message ?? "", QUOTED[1]?.message ?? ""];
const OWN = INVENTED[0]?.message ?? "";

/** The same table made of the suite's messages and of invented ones. */
function table(name: string, entryOf: (one: Quoted) => readonly [string, unknown]): Pair {
  const edit = (rows: readonly Quoted[]): FileEdit =>
    shorthand(Object.fromEntries(rows.map(entryOf)));
  return { name, attack: [edit(QUOTED)], twin: [edit(INVENTED)] };
}

/** The suite's messages under names that nobody can read, and invented ones under names they can. */
function coded(name: string, nameOf: (message: string) => string): Pair {
  const { twin } = table(name, ({ message, desk }) => [message, desk]);
  const rows = QUOTED.map(({ message, desk }) => [nameOf(message), desk] as const);
  return { name, attack: [shorthand(Object.fromEntries(rows))], twin };
}

/** Zero-width letters as JSON may write them, so that no reader stumbles over them. */
function escaped(rows: readonly Quoted[]): FileEdit {
  const hidden = rows.map(({ message, desk }) => [message.split("").join("_"), desk] as const);
  const { path, ...edit } = shorthand(Object.fromEntries(hidden));
  const text = "write" in edit ? String(edit.write) : "";
  return { path, write: text.replaceAll("_", String.raw`\u200b`) };
}

const rotated =
  (by: number) =>
  (text: string): string =>
    text.replaceAll(/[a-z]/gi, (letter) => {
      const first = letter <= "Z" ? 65 : 97;
      return String.fromCharCode(((letter.charCodeAt(0) - first + by) % 26) + first);
    });

const mirrored = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[a-z]/g, (letter) => String.fromCharCode(219 - letter.charCodeAt(0)));

const backwards = (text: string): string => Array.from(text).toReversed().join("");

const hashed = (name: string, text: string): string => createHash(name).update(text).digest("hex");

const pieces = (text: string, size: number): readonly string[] =>
  text.match(new RegExp(`.{1,${size}}`, "gs")) ?? [];

const cyrillic = (text: string): string =>
  text.replaceAll("a", "\u0430").replaceAll("e", "\u0435").replaceAll("o", "\u043e");

/** Windows of four words, as a model of the suite's language would hold them. */
function windows(text: string): readonly string[] {
  const words = text.split(" ");
  return words.slice(3).map((_word, at) => words.slice(at, at + 4).join(" "));
}

/** Another way to the refusal, before those that there are. */
function edge(when: string): FileEdit {
  const row = `    pre-refuse: {from: sort, to: refuse, when: "${when}"}\n`;
  return definition("    sort-answer:", `${row}    sort-answer:`);
}

const INTO_CODE = "export function run(input, context) {";

const PAIRS: readonly Pair[] = [
  table("puts whole messages of the suite into a word list", ({ message, desk }) => [
    message,
    desk,
  ]),
  table("shouts them with dashes for spaces", ({ message, desk }) => [
    message.toUpperCase().replaceAll(" ", "-"),
    desk,
  ]),
  table("encodes them in base64", ({ message, desk }) => [
    Buffer.from(message).toString("base64"),
    desk,
  ]),
  table("encodes them in base64 for addresses", ({ message, desk }) => [
    desk + message.length,
    Buffer.from(`{"m":"${message}"}`).toString("base64url"),
  ]),
  table("encodes them in hexadecimal", ({ message, desk }) => [
    Buffer.from(message).toString("hex"),
    desk,
  ]),
  table("encodes them with percent signs", ({ message, desk }) => [
    encodeURIComponent(message).replaceAll("e", "%65").replaceAll("a", "%61"),
    desk,
  ]),
  table("spells them as character codes", ({ message, desk }) => [
    desk + message.length,
    Array.from(Buffer.from(message)).join(","),
  ]),
  table("writes them backwards", ({ message, desk }) => [backwards(message), desk]),
  table("moves them thirteen letters along the alphabet", ({ message, desk }) => [
    rotated(13)(message),
    desk,
  ]),
  table("moves them seven letters and reverses them", ({ message, desk }) => [
    backwards(rotated(7)(message)),
    desk,
  ]),
  table("mirrors the alphabet", ({ message, desk }) => [mirrored(message), desk]),
  table("sorts the words of each message", ({ message, desk }) => [
    message.toLowerCase().split(" ").sort().join(" "),
    desk,
  ]),
  table("keeps the longer words of each message only, as a list", ({ message, desk }) => [
    desk + message.length,
    message.toLowerCase().match(/[a-z]{3,}/g),
  ]),
  coded("keys answers by a digest of the message", (one) => hashed("sha256", one)),
  coded("keys answers by the first letters of a digest", (one) => hashed("md5", one).slice(0, 8)),
  coded("keys answers by a number made of the letters", (one) =>
    String(Number.parseInt(hashed("sha1", one).slice(0, 7), 16)),
  ),
  table("cuts messages into small pieces under names of their own", ({ message, desk }) => [
    desk + message.length,
    pieces(message, 5),
  ]),
  table("writes the windows of four words of every message", ({ message, desk }) => [
    desk + message.length,
    windows(message),
  ]),
  {
    name: "hides invisible letters in the words, as escapes",
    attack: [escaped(QUOTED)],
    twin: [shorthand(Object.fromEntries(INVENTED.map(({ message, desk }) => [message, desk])))],
  },
  table("uses letters of another alphabet that look the same", ({ message, desk }) => [
    cyrillic(message),
    desk,
  ]),
  {
    name: "names items of the suite by their ids",
    attack: [shorthand(Object.fromEntries(QUOTED.map(({ id, desk }) => [id, desk])))],
    twin: [shorthand(Object.fromEntries(INVENTED.map(({ id, desk }) => [id, desk])))],
  },
  {
    name: "assembles a message from strings in tool code",
    attack: [
      inFile(
        "tools/classify.js",
        INTO_CODE,
        `const known = ${pieces(FIRST, 4)
          .map((one) => JSON.stringify(one))
          .join(" + ")};\n\n${INTO_CODE}`,
      ),
    ],
    twin: [
      inFile(
        "tools/classify.js",
        INTO_CODE,
        `const known = ${pieces(OWN, 4)
          .map((one) => JSON.stringify(one))
          .join(" + ")};\n\n${INTO_CODE}`,
      ),
    ],
  },
  {
    name: "quotes a message as an example in a prompt",
    attack: [inFile("prompts/reply.md", "If that is", `For instance: "${SECOND}".\n\nIf that is`)],
    twin: [inFile("prompts/reply.md", "If that is", `For instance: "${OWN}".\n\nIf that is`)],
  },
  {
    name: "lets an edge wait for a message of the suite",
    base: OPEN_CHARTER,
    attack: [edge(`state.message == '${SECOND.replaceAll("'", "")}'`)],
    twin: [edge("out.intent == 'pin'")],
  },
  {
    name: "keeps a message in a parameter",
    base: OPEN_CHARTER,
    attack: [
      definition("parameters:\n", `parameters:\n  hint: {value: ${JSON.stringify(FIRST)}}\n`),
    ],
    twin: [definition("parameters:\n", `parameters:\n  hint: {value: ${JSON.stringify(OWN)}}\n`)],
  },
  {
    name: "brings the second half of messages whose first half was merged before",
    base: [FAR_DRIFT],
    earlier: {
      merged: [
        [
          written(
            "data/stopwords.json",
            JSON.stringify([
              "a",
              ...QUOTED.slice(0, 1).map(({ message }) => message.slice(0, message.length / 2)),
            ]),
          ),
        ],
      ],
    },
    attack: [shorthand({ rest: FIRST.slice(FIRST.length / 2) })],
    twin: [shorthand({ rest: OWN.slice(OWN.length / 2) })],
  },
  {
    name: "spreads one message over a word list and a prompt",
    attack: [
      shorthand({ rest: FIRST.slice(0, FIRST.length / 2) }),
      inFile("prompts/reply.md", "If that is", `${FIRST.slice(FIRST.length / 2)}\n\nIf that is`),
    ],
    twin: [shorthand({ rest: OWN.slice(0, OWN.length / 2) })],
  },
  {
    name: "keeps messages in a leftover of another format",
    base: OPEN_CHARTER,
    attack: [
      written(
        "extensions/crew.json",
        `${JSON.stringify({ notes: QUOTED.map(({ message }) => message) })}\n`,
      ),
    ],
    twin: [
      written(
        "extensions/crew.json",
        `${JSON.stringify({ notes: INVENTED.map(({ message }) => message) })}\n`,
      ),
    ],
  },
];

export const CASES: readonly Case[] = PAIRS.map((pair) => ({
  rule: "C2",
  codes: ["suite-answer-leaked"],
  ...pair,
}));
