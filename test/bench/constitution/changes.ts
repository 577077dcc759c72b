import { CHARTER_PATH } from "../../../src/core/ir/charter.ts";
import { type Files, SYSTEM_ROOT } from "../../support/builders.ts";

/** A pull request against a system of many modules. */
export type Change = {
  readonly name: string;
  readonly edit: (files: Files) => Files;
  /** Drift accepted since people last approved the system; proposals already made in the window. */
  readonly drift?: number;
  readonly proposals?: number;
};

const DEFINITION = `${SYSTEM_ROOT}/system.yaml`;

const within =
  (path: string, from: string, to: string) =>
  (files: Files): Files => {
    const text = files[path] ?? "";
    if (!text.includes(from)) throw new Error(`nothing to replace in ${path}: ${from}`);
    return { ...files, [path]: text.replace(from, to) };
  };

const defined = (from: string, to: string) => within(DEFINITION, from, to);

const beginning = (member: string, line: string) =>
  defined(`\n${member}:\n`, `\n${member}:\n  ${line}\n`);

const all =
  (...edits: readonly Change["edit"][]) =>
  (files: Files): Files =>
    edits.reduce((edited, edit) => edit(edited), files);

const LAWFUL: readonly Change[] = [
  { name: "a parameter is tuned", edit: defined("k_4: {value: 4,", "k_4: {value: 4.5,") },
  {
    name: "five parameters are tuned",
    edit: all(
      ...[1, 2, 3, 4, 5].map((at) =>
        defined(`k_${at}: {value: ${at},`, `k_${at}: {value: ${at}.1,`),
      ),
    ),
  },
  {
    name: "a prompt says it better",
    edit: within(`${SYSTEM_ROOT}/prompts/p3.md`, "brief and kind", "kind, then brief"),
  },
  {
    name: "a tool computes another score",
    edit: within(`${SYSTEM_ROOT}/tools/t2.js`, "score2: 2", "score2: 2 + 1"),
  },
  {
    name: "a model is less random",
    edit: defined(
      "id: claude-1, params: {temperature: 0.2}",
      "id: claude-1, params: {temperature: 0.1}",
    ),
  },
  { name: "an edge goes past a node", edit: beginning("  edges", "  x1: {from: nt1, to: nt3}") },
  {
    name: "a condition leaves its limit out",
    edit: defined('"out.score0 >= parameters.k_0"', '"out.score0 > parameters.k_0"'),
  },
  { name: "a tool gets less time", edit: defined("deadline_ms: 200", "deadline_ms: 150") },
  {
    name: "a target is narrowed",
    edit: defined("https://desk1.example/v1/*", "https://desk1.example/v1/tickets"),
  },
  {
    name: "a policy is added",
    edit: beginning("policies", 'r-new: {applies_to: [output], regex_absent: "iban"}'),
  },
  { name: "a record is kept for longer", edit: defined("retention: P365D", "retention: P400D") },
  {
    name: "prompt and parameter together",
    edit: all(
      within(`${SYSTEM_ROOT}/prompts/p4.md`, "kind", "warm"),
      defined("k_5: {value: 5,", "k_5: {value: 5.5,"),
    ),
  },
];

const BREACHING: readonly Change[] = [
  {
    name: "the charter is edited beside a parameter",
    edit: all(defined("k_4: {value: 4,", "k_4: {value: 4.5,"), (files) => ({
      ...files,
      [CHARTER_PATH]: "mine",
    })),
  },
  {
    name: "a protected prompt is edited",
    edit: within(`${SYSTEM_ROOT}/prompts/p0.md`, "kind", "curt"),
  },
  {
    name: "a target leads to the charter",
    edit: defined("https://desk1.example/v1/*", "repo/.github/CODEOWNERS"),
  },
  {
    name: "a policy is removed",
    edit: defined('  r1: {applies_to: [output], regex_absent: "card 1"}\n', ""),
  },
  { name: "a tool's time is cut off", edit: defined("deadline_ms: 200", "deadline_ms: 1") },
  {
    name: "a capability reaches the judge",
    edit: beginning("capabilities", "ask: {kind: http, target: judge, access: read, grant: [t0]}"),
  },
  {
    name: "a parameter names the canary",
    edit: beginning("parameters", "canary_share: {value: 1}"),
  },
  {
    name: "a condition asks for what nothing gives",
    edit: defined('"out.score0 >= parameters.k_0"', '"out.ripeness >= parameters.k_0"'),
  },
  {
    name: "a tool asks for the time",
    edit: within(`${SYSTEM_ROOT}/tools/t2.js`, "score2: 2", "score2: Date.now()"),
  },
  {
    name: "a log is removed",
    edit: defined("  b1: {kind: log, scope: system, retention: P365D, writers: [t1]}\n", ""),
  },
  { name: "a record is kept for a day", edit: defined("retention: P365D", "retention: P1D") },
  { name: "a tool gets more time", edit: defined("deadline_ms: 200", "deadline_ms: 400") },
  {
    name: "a capability arrives",
    edit: beginning(
      "capabilities",
      'more: {kind: http, target: "https://more.example", access: read, grant: [t0]}',
    ),
  },
  {
    name: "a target is widened",
    edit: defined("https://desk1.example/v1/*", "https://desk1.example/*"),
  },
  { name: "the contract takes more", edit: defined("maxLength: 2000", "maxLength: 9000") },
  { name: "a parameter jumps", edit: defined("k_4: {value: 4,", "k_4: {value: 9,") },
  {
    name: "one small step too many",
    edit: defined("k_4: {value: 4,", "k_4: {value: 4.5,"),
    drift: 7.999,
  },
  {
    name: "one proposal too many",
    edit: defined("k_4: {value: 4,", "k_4: {value: 4.5,"),
    proposals: 20,
  },
];

export const CHANGES: readonly Change[] = [...LAWFUL, ...BREACHING];
