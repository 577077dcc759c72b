import type { GateReport } from "../gate/gate.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import type { PullRequestClass } from "../ir/pull-request-class.ts";

/**
 * What a clone alone says of a change. `lawful` is no acceptance: evidence is still to come.
 * `quarantine` is said where our own side broke.
 */
export type Verdict =
  | "lawful"
  /** Only where a record and the sealed suites were at hand. */
  | "accept"
  | "reject"
  | "invalid"
  | "quarantine"
  | "not-a-mutation"
  | "amendment"
  | "introduction"
  | "genesis"
  /** Only where a record was at hand: it brings back what production runs. */
  | "restoration";

export type OfflineVerdict = {
  readonly verdict: Verdict;
  /** The gate's reason first, then what else was found. */
  readonly reasons: readonly ReasonCode[];
};

/** `unreadable`: no common history, or a charter that cannot be read. */
type Kind = PullRequestClass["kind"] | "unreadable";

/** Decides from constitution and validation alone. A breach outweighs whatever else was found. */
export function decideOffline(kind: Kind, reports: readonly GateReport[]): OfflineVerdict {
  const stopped = reports.find(({ outcome }) => outcome === "fail");
  if (stopped !== undefined) {
    return {
      verdict: stopped.gate === "constitution" ? "reject" : "invalid",
      reasons: reasonsOf(stopped),
    };
  }
  const unsure = reports.find(({ outcome }) => outcome !== "pass");
  if (unsure !== undefined) {
    const verdict = kind === "unreadable" ? "invalid" : "quarantine";
    return { verdict, reasons: reasonsOf(unsure) };
  }
  return decideUnopposed(kind);
}

function reasonsOf({ reason, findings }: GateReport): readonly ReasonCode[] {
  return [...new Set([reason, ...findings.map(({ code }) => code)])];
}

function decideUnopposed(kind: Kind): OfflineVerdict {
  switch (kind) {
    case "mutation":
      return { verdict: "lawful", reasons: ["passed"] };
    case "silent":
      return { verdict: "not-a-mutation", reasons: ["no-charter"] };
    case "not-a-mutation":
      return { verdict: kind, reasons: [kind] };
    case "amendment":
    case "introduction":
    case "genesis":
      return { verdict: kind, reasons: ["passed"] };
    case "mixed":
      // The constitution says so too; what nobody objected to is not lawful for that.
      return { verdict: "reject", reasons: ["mixed-pull-request"] };
    case "several-systems":
      return { verdict: "reject", reasons: ["several-systems"] };
    case "unreadable":
      return { verdict: "invalid", reasons: [] };
  }
}
