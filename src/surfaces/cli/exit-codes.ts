import type { Verdict } from "../../core/decision/offline-verdict.ts";

const EXIT_CODES: Readonly<Record<Verdict, 0 | 1 | 2>> = {
  lawful: 0,
  accept: 0,
  "not-a-mutation": 0,
  amendment: 0,
  introduction: 0,
  genesis: 0,
  restoration: 0,
  reject: 1,
  invalid: 1,
  quarantine: 2,
};

/** What a verdict on a clone means to a shell. */
export function exitCodeOf(verdict: Verdict): 0 | 1 | 2 {
  return EXIT_CODES[verdict];
}
