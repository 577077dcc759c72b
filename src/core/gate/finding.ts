import type { Pointer } from "../kernel/pointer.ts";
import type { ReasonCode } from "./reason-code.ts";

/** C1–C6 for a breach of the constitution, else the validation stage or gate that found it. */
type RuleId = "C1" | "C2" | "C3" | "C4" | "C5" | "C6" | (string & {});

/** Where a person should look: 1-based line and column; a file without a line when none can be named. */
export type Place = {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly pointer?: Pointer;
};

/**
 * One thing found wrong. It carries the code and the facts; the sentence that a person reads
 * (what, and the lawful way) is written from them by `core/prose`.
 */
export type Finding = {
  readonly code: ReasonCode;
  readonly rule: RuleId;
  readonly place?: Place;
  readonly facts: Readonly<Record<string, string>>;
};

/** A breach is a finding under one of the six rules. */
export type Breach = Finding & { readonly rule: "C1" | "C2" | "C3" | "C4" | "C5" | "C6" };
