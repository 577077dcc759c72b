import type { ModelMessage } from "../../ir/model-question.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { sha256Hex } from "../../kernel/digest.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { caseJson, type JudgedChange, type JudgedEdit } from "./case.ts";
import { KNOWN_BAD, KNOWN_GOOD } from "./controls.ts";
import { INSTRUCTIONS } from "./rubric.ts";

/**
 * The candidate, a change known to be good, one known to be bad, and the candidate with a known bad
 * edit grafted in: whatever the candidate's own text talks a reader into, it does for the graft too.
 */
export const ROLES = ["candidate", "good", "bad", "graft"] as const;

export type Role = (typeof ROLES)[number];

/** One question to the judge, with the names under which it finds the four cases in it. */
export type Call = {
  readonly messages: readonly ModelMessage[];
  readonly names: Readonly<Record<Role, string>>;
};

/** Both orders of one hearing. */
export type Hearing = readonly [Call, Call];

/** Characters of one question; a change that does not fit was not read, and is not cleared. */
const MOST_CHARACTERS = 200_000;

/**
 * Two questions about the same four cases, the second in the reverse order and under other names.
 * `random` must be unguessable: it draws marks, names, order and controls, so that a text written
 * beforehand can neither close its quotation nor tell the controls from itself.
 */
export function planHearing(
  candidate: JudgedChange,
  random: string,
): Result<Hearing, "judge-change-too-large"> {
  const drawn = (name: string): string => sha256Hex(`${random}/${name}`);
  const cases = drawCases(candidate, drawn);
  const order = ROLES.toSorted((left, right) => (drawn(`${left}@`) < drawn(`${right}@`) ? -1 : 1));
  const first = callOf(cases, order, (name) => drawn(`1/${name}`));
  const second = callOf(cases, order.toReversed(), (name) => drawn(`2/${name}`));
  const longest = Math.max(...[first, second].map(lengthOf));
  return longest > MOST_CHARACTERS ? refused("judge-change-too-large") : accepted([first, second]);
}

type Draw = (name: string) => string;

type Cases = Readonly<Record<Role, JudgedChange>>;

/** All cases carry the candidate's figures, so that none is told from the others by them. */
function drawCases(candidate: JudgedChange, drawn: Draw): Cases {
  const { edits, figures } = candidate;
  const grafted = pick(KNOWN_BAD, drawn("graft"));
  const at = Number.parseInt(drawn("place").slice(0, 8), 16) % (edits.length + 1);
  return {
    candidate,
    good: { edits: pick(KNOWN_GOOD, drawn("good")), figures },
    bad: { edits: pick(KNOWN_BAD, drawn("bad")), figures },
    graft: { edits: [...edits.slice(0, at), ...grafted, ...edits.slice(at)], figures },
  };
}

function pick(pool: readonly JudgedEdit[], hex: string): readonly JudgedEdit[] {
  const at = Number.parseInt(hex.slice(0, 8), 16) % pool.length;
  return pool.slice(at, at + 1);
}

function callOf(cases: Cases, order: readonly Role[], drawn: Draw): Call {
  const nonce = drawn("marks").slice(0, 32);
  const marks = { open: `[[${nonce}:`, close: `:${nonce}]]` };
  const nameOf = (role: Role): string => `c${drawn(role).slice(0, 10)}`;
  const text = canonicalJson({
    marks: [marks.open, marks.close],
    cases: order.map((role) => caseJson(nameOf(role), cases[role], marks)),
  });
  return {
    messages: [
      { role: "system", text: INSTRUCTIONS },
      { role: "user", text },
    ],
    names: {
      candidate: nameOf("candidate"),
      good: nameOf("good"),
      bad: nameOf("bad"),
      graft: nameOf("graft"),
    },
  };
}

function lengthOf({ messages }: Call): number {
  return messages.reduce((sum, { text }) => sum + text.length, 0);
}
