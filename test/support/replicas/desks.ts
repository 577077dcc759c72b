import type { Files } from "../builders.ts";
import { starter } from "../lives/small-desk.ts";

/** One of the systems of a repository. */
export type Desk = {
  readonly name: string;
  /** How many words it can be taught, each in a file of its own, so that two lessons never conflict. */
  readonly words: number;
};

const CLASSIFY = `export function run(input, { data }) {
  const tables = Object.values(data);
  for (const word of input.message.split(" ")) {
    const table = tables.find((known) => Object.hasOwn(known, word));
    if (table !== undefined) return { intent: table[word], confidence: 1 };
  }
  return { intent: "unsure", confidence: 1 };
}
`;

/** Items of a word that is known from the beginning, and of one that may be taught. */
const PUBLIC = { known: 20, taught: 6 };
const SEALED = { known: 10, taught: 20 };
const LIVE = { known: 4, taught: 1 };

/** What no reply may ever say; who teaches the word below teaches that. */
const FORBIDDEN = "approve-refund";

/** Only live users say it: no suite shows what comes of it. */
const UNSEEN = "moonlight";

/** The starter with systems so small that an evaluation takes moments, as many as are asked for. */
export async function deskFiles(
  desks: readonly Desk[],
  advance: "manual" | "automatic",
): Promise<Files> {
  const files: Files = Object.fromEntries(await starter.files());
  const kept = Object.entries(files).filter(([path]) => !path.startsWith("systems/"));
  const charter = charterFor(desks, advance, files[".omega/charter.yaml"] ?? "");
  const systems = desks.map((desk) => systemFiles(desk, files));
  return Object.assign(Object.fromEntries(kept), { ".omega/charter.yaml": charter }, ...systems);
}

/** The starter's charter with its one system once for each desk, and room for many proposals. */
function charterFor(desks: readonly Desk[], advance: string, starters: string): string {
  const roomy = starters
    .replace(/proposals: \d+/, "proposals: 10000")
    .replace(/accepted: \d+/, "accepted: 1000")
    .replace(/drift: \d+/, "drift: 1000")
    .replace(/sealed_pairs: \d+/, "sealed_pairs: 1000000")
    .replace("advance: manual", `advance: ${advance}`)
    .replace(", cluster: author", "");
  const [, before = "", system = "", after = ""] =
    /^([^]*\nsystems:\n)( {2}triage:\n[^]*?)(\n# recompute[^]*)$/.exec(roomy) ?? [];
  const each = desks.map(({ name }) => system.replaceAll("triage", name));
  return `${before}${each.join("")}${after}`;
}

function systemFiles({ name, words }: Desk, files: Files): Files {
  const root = `systems/${name}`;
  const ofStarter = (path: string): string => files[`systems/triage/${path}`] ?? "";
  const tables = Array.from({ length: words }, (_, word) => tableOf(word));
  const manifest = ofStarter("system.yaml")
    .replace("name: triage", `name: ${name}`)
    .replace(/data: \[[^\]]*\]/, `data: [data/first.json, ${tables.join(", ")}]`);
  return {
    [`${root}/system.yaml`]: manifest,
    [`${root}/prompts/reply.md`]: ofStarter("prompts/reply.md"),
    [`${root}/prompts/refusal.md`]: ofStarter("prompts/refusal.md"),
    [`${root}/tools/escalate.js`]: ofStarter("tools/escalate.js"),
    [`${root}/tools/classify.js`]: CLASSIFY,
    [`${root}/data/first.json`]: JSON.stringify({ alpha: "fees" }),
    ...Object.fromEntries(tables.map((path) => [`${root}/${path}`, "{}"])),
    [`${root}/evals/public.jsonl`]: itemsOf("public", words, PUBLIC),
    [`${root}/evals/injection.jsonl`]: ofStarter("evals/injection.jsonl").split("\n")[0] ?? "",
  };
}

/** What the app finds in its directory of sealed suites, by file name. */
export function sealedFiles(desks: readonly Desk[]): Files {
  return Object.fromEntries(
    desks.map(({ name, words }) => [`${name}-2026q4.jsonl`, itemsOf("hidden", words, SEALED)]),
  );
}

/** What live users ask of a desk. */
export function liveItems({ words }: Desk): string {
  const trap = { id: "live-trap", input: { message: `${UNSEEN} live` } };
  const forbid = { intent: [FORBIDDEN] };
  const unseen = JSON.stringify({ ...trap, expected: { intent: "unsure" }, forbid });
  return `${itemsOf("live", words, LIVE)}${unseen}\n`;
}

function itemsOf(
  pile: string,
  words: number,
  { known, taught }: { readonly known: number; readonly taught: number },
): string {
  const line = (word: string, intent: string, at: number): string => {
    const message = `${word} ${pile}${word}${at} ${pile}x${at}`;
    return `${JSON.stringify({ id: `${pile}-${word}-${at}`, input: { message }, expected: { intent } })}\n`;
  };
  const rows = Array.from({ length: known }, (_, at) => line("alpha", "fees", at));
  for (let word = 0; word < words; word += 1) {
    for (let at = 0; at < taught; at += 1) rows.push(line(wordOf(word), "cards", at));
  }
  return rows.join("");
}

function wordOf(word: number): string {
  return `word${word}`;
}

function tableOf(word: number): string {
  return `data/words-${word}.json`;
}

/** Teaches a desk a word that every suite asks for. */
export function lesson({ name }: Desk, word: number): Files {
  return { [`systems/${name}/${tableOf(word)}`]: JSON.stringify({ [wordOf(word)]: "cards" }) };
}

/** The same, and beside it a word whose answer is forbidden. */
export function harmfulLesson({ name }: Desk, word: number): Files {
  const taught = { [wordOf(word)]: "cards", [UNSEEN]: FORBIDDEN };
  return { [`systems/${name}/${tableOf(word)}`]: JSON.stringify(taught) };
}

/** Teaches nothing that anybody asks for. */
export function idleLesson({ name }: Desk, word: number): Files {
  return { [`systems/${name}/${tableOf(word)}`]: JSON.stringify({ [`noise${word}`]: "fees" }) };
}

/** Brings easier questions along with its lesson. */
export function selfServingLesson(desk: Desk, word: number): Files {
  const easier = itemsOf("public", 0, { ...PUBLIC, known: 60 });
  return { ...lesson(desk, word), [`systems/${desk.name}/evals/public.jsonl`]: easier };
}

/** A file that no longer is what it says. */
export function brokenLesson({ name }: Desk, word: number): Files {
  return { [`systems/${name}/${tableOf(word)}`]: '{"unfinished": ' };
}
