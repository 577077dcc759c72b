import type { ReasonRow } from "./reason-row.ts";
import { AMEND, PUSH } from "./remedies.ts";

/** The seven validation stages. */
export const VALIDATION_REASONS = {
  "schema-invalid": ["Shape is wrong", "The definition does not have the required shape.", PUSH],
  "reference-broken": [
    "Broken reference",
    "The definition refers to something that is not there.",
    PUSH,
  ],
  "node-unreachable": ["Unreachable node", "A node of the graph can never run.", PUSH],
  "loop-unbounded": ["Loop without a bound", "The graph has a cycle that nothing bounds.", PUSH],
  "contract-mismatch": [
    "Contracts do not fit",
    "What one part gives is not what the next one takes.",
    PUSH,
  ],
  "tier-unmatched": ["No tier", "No rule of the charter gives this pointer a tier.", AMEND],
  "capability-missing": [
    "Capability missing",
    "A module needs something that nothing grants.",
    PUSH,
  ],
  "resource-exceeded": ["Resource limit exceeded", "A limit is larger than allowed.", PUSH],
  "preflight-failed": [
    "Does not start",
    "The compiled artifact failed its smoke run in the sandbox.",
    PUSH,
  ],
  "isolation-insufficient": [
    "Not enough isolation",
    "The charter demands more walls around code of this tier than the sandbox here has, so it was not run.",
    "An operator of the app can install bubblewrap where it runs and restart it; or stewards can amend `isolation` in the charter.",
  ],
  "stage-not-reached": [
    "Not reached",
    "An earlier stage failed, so this one could not be judged.",
    PUSH,
  ],
} as const satisfies Readonly<Record<string, ReasonRow>>;
