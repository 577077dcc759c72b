import type { Case, FileEdit } from "../case.ts";

const reply: FileEdit = {
  path: "systems/triage/prompts/reply.md",
  replace: ["one working day", "two working days"],
};

export const CASES: readonly Case[] = [
  {
    name: "lowers the quorum in the pull request that changes a prompt",
    rule: "C1",
    codes: ["mixed-pull-request"],
    attack: [reply, { path: ".omega/charter.yaml", replace: ["amendment: 2", "amendment: 1"] }],
    twin: [reply],
  },
];
