/** What people may ask of a roll-out, in the words of the product page. */
export const ASKED = ["shadow", "canary", "promote", "rollback", "hold"] as const;

export type Asked = (typeof ASKED)[number];

/** What GitHub, the head or the worker tells a roll-out. */
export const TOLD = [
  "merged",
  "merge-refused",
  "regressed",
  "traffic-returned",
  "closed",
  "voided",
  "served",
  "undeployed",
  "lease-ended",
] as const;

/** One thing that happens to a roll-out. Plain data, so that a sequence can be kept in a file. */
export type Event =
  | { readonly asked: Asked }
  | { readonly told: (typeof TOLD)[number] }
  /** So many units of the candidate reported, all with the rare harm or all without. */
  | { readonly units: number; readonly harmed: boolean }
  /** Seconds go by, and the worker looks. */
  | { readonly seconds: number }
  /** Those whom it rests on were counted again. */
  | { readonly vouched: boolean };
