import type { ReasonCode } from "./reason-code.ts";

/** Why a private repository is not opened, as only whoever asks GitHub can see it. */
export const UNOPENED = [
  "sealed-repository-unreadable",
  "sealed-repository-public",
  "sealed-repository-shared",
  "sealed-readable-by-author",
] as const satisfies readonly ReasonCode[];

export type Unopened = (typeof UNOPENED)[number];
