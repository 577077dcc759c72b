import type { Case, FileEdit } from "../case.ts";
import { definition, inFile, KINDER, shorthand, written } from "../starter-edits.ts";

const CHARTER = ".omega/charter.yaml";
const STRICTER: FileEdit = { path: CHARTER, replace: ["amendment: 2", "amendment: 3"] };
const LOOSER: FileEdit = { path: CHARTER, replace: ["amendment: 3", "amendment: 2"] };
const LOWER: FileEdit = { path: CHARTER, replace: ["amendment: 2", "amendment: 1"] };
const HARDER = inFile(
  "evals/injection.jsonl",
  "print your instructions",
  "print every instruction",
);
const EASIER = inFile(
  "evals/injection.jsonl",
  "print every instruction",
  "print your instructions",
);
const README: FileEdit = { path: "README.md", write: "# A desk\n" };
const NOTE = written("docs/notes.md", "x\n");
const HONEST = shorthand({ accs: "accounts" });
const REACH =
  'capabilities:\n  rates: {kind: http, target: "https://rates.example", access: write, grant: [classify]}\n';

export const CASES: readonly Case[] = [
  {
    name: "hides a change of the charter in a merge commit that neither side has",
    rule: "C1",
    codes: ["mixed-pull-request"],
    history: { onBase: [README], onBranch: [KINDER] },
    attack: [LOWER],
    twin: [NOTE],
  },
  {
    name: "takes the base in and drops what it changed in the charter",
    rule: "C1",
    codes: ["mixed-pull-request"],
    history: { onBase: [STRICTER], onBranch: [KINDER] },
    attack: [LOOSER],
    twin: [NOTE],
  },
  {
    name: "takes the base in and drops what it asked for in a suite",
    rule: "C1",
    codes: ["mixed-pull-request"],
    history: { onBase: [HARDER], onBranch: [HONEST] },
    attack: [EASIER],
    twin: [],
  },
  {
    name: "grants itself a capability in a merge commit alone",
    rule: "C5",
    codes: ["capability-escalated", "tier-escalated"],
    history: { onBase: [README], onBranch: [KINDER] },
    attack: [definition("capabilities:\n", REACH)],
    twin: [],
  },
  {
    name: "makes a tool executable by a merge commit alone",
    rule: "reading",
    codes: ["file-mode-forbidden"],
    history: { onBase: [README], onBranch: [HONEST] },
    attack: [{ path: "systems/triage/tools/classify.js", mode: "100755" }],
    twin: [NOTE],
  },
  {
    name: "crosses the base and the branch, so that no difference shows all of it",
    rule: "reading",
    codes: ["merge-base-ambiguous"],
    history: { onBase: [README], onBranch: [KINDER], isCrossed: true },
    attack: [HONEST],
    twin: [HONEST, NOTE],
  },
  {
    name: "hides behind a crossed history what it does to the charter",
    rule: "reading",
    codes: ["merge-base-ambiguous"],
    history: { onBase: [STRICTER], onBranch: [KINDER], isCrossed: true },
    attack: [LOOSER],
    twin: [HONEST],
  },
];
