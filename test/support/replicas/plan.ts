import type { Files } from "../builders.ts";
import {
  brokenLesson,
  type Desk,
  harmfulLesson,
  idleLesson,
  lesson,
  selfServingLesson,
} from "./desks.ts";

/** What becomes of a mutation where everything works. */
const ENDINGS = {
  good: "promoted",
  harmful: "rolled-back",
  "taken-back": "rolled-back",
  withdrawn: "withdrawn",
  "self-serving": "rejected",
  broken: "rejected",
  idle: "quarantined",
} as const;

type Kind = keyof typeof ENDINGS;

/** How they are mixed, again and again. */
const MIX: readonly Kind[] = [
  "good",
  "harmful",
  "good",
  "self-serving",
  "taken-back",
  "good",
  "withdrawn",
  "broken",
  "good",
  "idle",
];

/** A mutation that is going to be proposed, and how it is to end. */
export type Planned = {
  readonly desk: Desk;
  readonly branch: string;
  readonly kind: Kind;
  readonly files: Files;
  readonly ending: (typeof ENDINGS)[Kind];
};

const LESSONS: Readonly<Record<Kind, (desk: Desk, word: number) => Files>> = {
  good: lesson,
  harmful: harmfulLesson,
  "taken-back": lesson,
  withdrawn: lesson,
  "self-serving": selfServingLesson,
  broken: brokenLesson,
  idle: idleLesson,
};

/** So many mutations of a desk. Each is about a word of its own. */
export function planFor(desk: Desk): readonly Planned[] {
  return Array.from({ length: desk.words }, (_, word) => {
    const kind = MIX[word % MIX.length] ?? "good";
    return {
      desk,
      branch: `${desk.name}-${word}-${kind}`,
      kind,
      files: LESSONS[kind](desk, word),
      ending: ENDINGS[kind],
    };
  });
}
