import { readStarter } from "../support/starter.ts";
import type { FileEdit } from "./case.ts";

const ROOT = "systems/triage";

/** One piece of the agent's definition instead of another. */
export function definition(from: string, to: string): FileEdit {
  return { path: `${ROOT}/system.yaml`, replace: [from, to] };
}

/** One piece of a file below the system's folder instead of another. */
export function inFile(file: string, from: string, to: string): FileEdit {
  return { path: `${ROOT}/${file}`, replace: [from, to] };
}

/** A new file below the system's folder, or new content for one. */
export function written(file: string, text: string): FileEdit {
  return { path: `${ROOT}/${file}`, write: text };
}

/** The starter's list of shorthands with more entries at its end. */
export function shorthand(entries: { readonly [name: string]: unknown }): FileEdit {
  const text = readStarter().files[`${ROOT}/data/shorthand.json`] ?? "{}";
  const more = Object.entries(entries).map(
    ([name, value]) => `,\n  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return written(
    "data/shorthand.json",
    `${text.trimEnd().slice(0, -1).trimEnd()}${more.join("")}\n}\n`,
  );
}

/** A friendlier answer: a change that nobody objects to. */
export const KINDER: FileEdit = inFile("prompts/reply.md", "one working day", "two working days");
