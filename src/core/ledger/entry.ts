import type { Instant } from "../kernel/instant.ts";

export const ENTRY_KINDS = [
  "delivery",
  "classification",
  "gate",
  "evidence",
  "decision",
  "verdict",
  "command",
  "stage",
  "window",
  "pointer",
  "anchor",
  "epoch",
  "incident",
] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Whom an entry is about; numeric ids, because names can be re-registered. */
export type Subject = {
  readonly repository_id: number;
  readonly pull?: number;
  readonly system?: string;
  readonly head_sha?: string;
};

/**
 * Whole numbers and text only: what every language reads back to the same bytes. A truth value is
 * written as a word that says what is true, a measurement as its shortest exact decimal.
 */
export type ExactJson =
  | string
  | number
  | readonly ExactJson[]
  | { readonly [key: string]: ExactJson };

/**
 * One line of the record. Integers and strings only: a float has no agreed canonical text across
 * languages, so measurements are written as the shortest decimal string that reads back equal.
 */
export type Entry = {
  readonly v: 1;
  /** Position in the tree, from 0, without gaps. */
  readonly seq: number;
  readonly at: Instant;
  /** What comes in through record endpoints is `external` and never feeds a decision. */
  readonly source: "app" | "external";
  readonly kind: EntryKind;
  readonly subject: Subject;
  readonly body: { readonly [key: string]: ExactJson };
};

/** An entry before the tree gave it its place. */
export type Draft = Omit<Entry, "v" | "seq">;
