import type { Proposal } from "../../src/local/demo/proposer.ts";
import type { Files } from "./builders.ts";
import { readStarter } from "./starter.ts";

type Budget = { readonly window: string; readonly proposals: number };

/** The starter under a charter that allows so many proposals in a window, and keeps no reserve. */
export function starterWithBudget({ window, proposals }: Budget): Files {
  const { files } = readStarter();
  const path = ".omega/charter.yaml";
  const charter = (files[path] ?? "")
    .replace("window: P1D", `window: ${window}`)
    .replace(/proposals: \d+/, `proposals: ${proposals}`)
    .replace(/reserve: \{.*\}/, "reserve: {people: 0, rollback: 0}");
  return { ...files, [path]: charter };
}

/**
 * A proposal that the constitution lets pass and validation does not, so that whether the budget
 * counted it shows at once: what was counted is rejected, the others wait.
 */
export function quickProposal(branch: string): Proposal {
  const text = `Thank you, {{nobody}}. This is what ${branch} says.\n`;
  const files = new Map([["systems/triage/prompts/reply.md", text]]);
  return { branch, title: branch, body: "", files };
}
