import type { FileEdit } from "./case.ts";

const CHARTER = ".omega/charter.yaml";

/**
 * A charter that leaves every pointer to mutations and lets much change at once, so that C5 says
 * nothing and a case shows what its own rule finds.
 */
const OPEN_TIERS: FileEdit = {
  path: CHARTER,
  replace: [
    `      - {match: "/parameters/*", tier: T0, bound: {relative_change: 0.25}}`,
    `      - {match: "/**", tier: T1, widen_to: T2}\n      - {match: "/parameters/*", tier: T0, bound: {relative_change: 0.25}}`,
  ],
};

/** As far as a system may drift in the starter's charter is not what most cases are about. */
export const FAR_DRIFT: FileEdit = { path: CHARTER, replace: ["drift: 8", "drift: 900"] };

/** Governance that leaves the six rules to speak alone. */
export const OPEN_CHARTER: readonly FileEdit[] = [OPEN_TIERS, FAR_DRIFT];
