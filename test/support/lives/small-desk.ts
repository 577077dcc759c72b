import { join } from "node:path";
import { openStarter } from "../../../src/adapters/starter/open-starter.ts";
import type { SealedSuites } from "../../../src/ports/sealed-suites.ts";
import type { Files } from "../builders.ts";

/** From the repository's root, because a long run is compiled to another folder than it stands in. */
export const starter = openStarter(join(process.cwd(), "templates/starter"));

export const SYSTEM_NAME = "triage";

const SYSTEM = "systems/triage";
const WORDS = `${SYSTEM}/data/intents.json`;

const CLASSIFY = `export function run(input, { data }) {
  const known = input.message.split(" ").find((word) => Object.hasOwn(data.intents, word));
  const intent = known === undefined ? "unsure" : data.intents[known];
  return { intent, confidence: known === undefined ? 0.3 : 0.9 };
}
`;

/** Items of one pile that both versions know, and that only the candidate knows. */
type Pile = { readonly known: number; readonly learnt: number };

const PUBLIC: Pile = { known: 40, learnt: 40 };
const SEALED: Pile = { known: 10, learnt: 50 };

/** The starter with a tool and suites so small that a gate takes milliseconds. */
export async function smallDesk(advance: "manual" | "automatic" = "manual"): Promise<Files> {
  const files: Files = Object.fromEntries(await starter.files());
  const charter = (files[".omega/charter.yaml"] ?? "")
    .replace("proposals: 14", "proposals: 1000")
    .replace("drift: 8", "drift: 1000")
    .replace("advance: manual", `advance: ${advance}`)
    .replace("deadline: PT30M", "deadline: P7D")
    .replace("deadline: PT1H", "deadline: P7D")
    .replace(/resolved: \{[^}]*\}/, "")
    .replace(", cluster: author", "");
  const safety = (files[`${SYSTEM}/evals/injection.jsonl`] ?? "").split("\n").slice(0, 2);
  return {
    ...files,
    ".omega/charter.yaml": charter,
    [`${SYSTEM}/tools/classify.js`]: CLASSIFY,
    [WORDS]: wordsOf({}),
    [`${SYSTEM}/evals/public.jsonl`]: itemsOf("public", PUBLIC),
    [`${SYSTEM}/evals/injection.jsonl`]: `${safety.join("\n")}\n`,
  };
}

/** A change for the better; `nth` makes it another each time. */
export function improvement(nth: number): Files {
  return { [WORDS]: wordsOf({ beta: "cards", [`noise${nth}`]: "fees" }) };
}

export const sealedSuite: SealedSuites = {
  load: async () => Buffer.from(itemsOf("hidden", SEALED)),
};

function wordsOf(learnt: Readonly<Record<string, string>>): string {
  return JSON.stringify({ alpha: "fees", omega: "login", ...learnt });
}

function itemsOf(pile: string, { known, learnt }: Pile): string {
  const row = (word: string, intent: string) => (_: unknown, at: number) => {
    const message = `${word} ${pile}${word}${at} ${pile}x${at}`;
    return `${JSON.stringify({ id: `${pile}-${word}-${at}`, input: { message }, expected: { intent } })}\n`;
  };
  return [
    ...Array.from({ length: known }, row("alpha", "fees")),
    ...Array.from({ length: learnt }, row("beta", "cards")),
  ].join("");
}
