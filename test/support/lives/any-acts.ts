import * as fc from "fast-check";
import type { Act, Sequence } from "./acts.ts";
import { type Kind, KINDS } from "./live-units.ts";
import type { Objective } from "./people.ts";
import { type Strike, STRIKES } from "./trouble.ts";

const anyAsking: fc.Arbitrary<Act> = fc.record({
  ask: fc.constantFrom("shadow", "canary", "promote", "rollback", "hold", "re-evaluate"),
  by: fc.constantFrom("dana", "dana", "dana", "mallory", "bob", "triage-bot[bot]"),
  via: fc.constantFrom("label", "comment", "button"),
});

/** What proposers do, and what it does to the branch. */
const anyChange: fc.Arbitrary<Act> = fc
  .constantFrom(
    ...(["push", "close", "reopen", "draft", "ready", "move-base", "up-to-date"] as const),
    ...(["compete", "compete", "other", "other", "disapprove"] as const),
  )
  .map((pull): Act => ({ pull }));

const anySaying: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom<Objective>("task", "neutral").map((objective): Act => ({ objective })),
  fc
    .constantFrom("alice", "dana", "mallory", "triage-bot[bot]")
    .map((approve): Act => ({ approve })),
);

const anyTrouble: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      strike: fc.constantFrom<Strike>(...STRIKES, "token-expired"),
      in: fc.integer({ min: 0, max: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 12 }).map((dies): Act => ({ dies })) },
);

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Act>({ further: true }) },
  { weight: 4, arbitrary: anyAsking },
  { weight: 3, arbitrary: anyChange },
  { weight: 1, arbitrary: anySaying },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom("next", "newest", "again", "lose", "all", "all")
      .map((mail): Act => ({ mail })),
  },
  { weight: 1, arbitrary: fc.constant<Act>({ enough: true }) },
  { weight: 2, arbitrary: fc.constantFrom<Kind>("bad", ...KINDS).map((unit): Act => ({ unit })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom("work", "work", "sweep").map((app): Act => ({ app })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(1, 5, 61, 700, 8 * 86_400).map((seconds): Act => ({ seconds })),
  },
  { weight: 4, arbitrary: anyTrouble },
);

/** Sequences of one life; each goes on from where the one before came to rest. */
export const SEQUENCES = 40;

/** Opening a repository and judging its first mutation costs as much as ten sequences, so many share it. */
export const anyLife: fc.Arbitrary<readonly Sequence[]> = fc.array(
  fc.array(anyAct, { minLength: 1, maxLength: 4 }),
  { minLength: SEQUENCES, maxLength: SEQUENCES, size: "max" },
);
