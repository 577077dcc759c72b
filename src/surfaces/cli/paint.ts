import type { Paint } from "../../core/prose/offline-check.ts";

const CODES: Readonly<Record<Parameters<Paint>[0], string>> = {
  good: "32",
  bad: "31",
  strong: "1",
  quiet: "2",
};

type Output = {
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** Colour where a person looks at a terminal and has not asked for none (no-color.org). */
export function paintFor({ isTerminal, env }: Output): Paint {
  const isPlain = !isTerminal || env["TERM"] === "dumb" || (env["NO_COLOR"] ?? "") !== "";
  return (tone, text) => (isPlain ? text : `\u001B[${CODES[tone]}m${text}\u001B[0m`);
}
