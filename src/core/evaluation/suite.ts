export const SUITE_NAMES = ["public", "sealed", "safety"] as const;

export type SuiteName = (typeof SUITE_NAMES)[number];
