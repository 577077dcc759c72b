import type { Instant } from "../kernel/instant.ts";
import type { Json } from "../kernel/json.ts";

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
  readonly body: { readonly [key: string]: Json };
};

/** An entry before the tree gave it its place. */
export type Draft = Omit<Entry, "v" | "seq">;
