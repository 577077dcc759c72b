import type { ReasonCode } from "../gate/reason-code.ts";
import { CHARTER_PATH } from "../ir/charter.ts";
import { digestOfJson } from "../kernel/digest.ts";
import type { PullNumber, RepositoryId, Sha } from "../kernel/ids.ts";
import type { Instant } from "../kernel/instant.ts";
import type { Deviation } from "./deviations.ts";
import { isSameRow } from "./licence.ts";
import type { GuardLoss } from "./release-guard.ts";

/** How an incident came about. An emergency is one on purpose: it owes a review. */
type IncidentReason = Extract<
  ReasonCode,
  | "changed-around"
  | "deployed-around"
  | "guard-weakened"
  | "promotion-taken-back"
  | "delivery-failed"
  | "emergency-review-due"
>;

export type IncidentEnd = Extract<
  ReasonCode,
  | "incident-reverted"
  | "incident-adopted"
  | "incident-lifted"
  | "incident-superseded"
  | "incident-delivered"
>;

/** Something that went around the app, or past its evidence, and what it keeps from advancing. */
export type Incident = {
  readonly id: string;
  readonly repositoryId: RepositoryId;
  readonly reason: IncidentReason;
  /** Which systems do not advance; a change to governance concerns them all. */
  readonly freezes: "repository" | readonly string[];
  /** A review that is owed freezes only when it is overdue. */
  readonly freezesFrom: Instant;
  readonly openedAt: Instant;
  /** The last commit that was lawful, where one is known, and the one where this was seen. */
  readonly from?: Sha;
  readonly sha: Sha;
  readonly deviations: readonly Deviation[];
  /** The pull request of an emergency, and who asked for it; or the one whose promotion was taken back. */
  readonly pull?: PullNumber;
  readonly actorId?: number;
  /** True once the record says that the review is late. */
  readonly isOverdue?: boolean;
  /** What was deployed around the app. */
  readonly environment?: string;
  /** How the branch is guarded less than it was. */
  readonly losses?: readonly GuardLoss[];
  readonly ended?: IncidentEnd;
};

/** What an incident is about at this moment: how it ended, what is late, or what began it. */
export function standingReason({ ended, isOverdue, reason }: Incident): ReasonCode {
  return ended ?? (isOverdue === true ? "emergency-review-overdue" : reason);
}

/** A name that the same commit and the same rows always get again, whoever looks, however often. */
export function incidentName(about: {
  readonly repositoryId: RepositoryId;
  readonly sha: Sha;
  readonly what: readonly (readonly [string, string])[];
}): string {
  return digestOfJson({ ...about, what: about.what.map((pair) => [...pair]) }).slice(
    "sha256:".length,
    "sha256:".length + 12,
  );
}

export function namesOf(deviations: readonly Deviation[]): readonly (readonly [string, string])[] {
  return deviations.map(({ path, found }) => [
    path,
    found === undefined ? "" : `${found.mode} ${found.sha}`,
  ]);
}

/** True when everything that deviates now is part of what this incident says already. */
export function covers(incident: Incident, deviations: readonly Deviation[]): boolean {
  return deviations.every((one) =>
    incident.deviations.some(({ path, found }) => path === one.path && isSameRow(found, one.found)),
  );
}

/** Only people by quorum, or a revert, end what touched governance. */
export function touchesGovernance({ deviations }: Pick<Incident, "deviations">): boolean {
  return deviations.some(({ system }) => system === undefined);
}

/** The charter that its own pusher may have written must not say who approves it. */
export function touchesCharter({ deviations }: Incident): boolean {
  return deviations.some(({ path }) => path === CHARTER_PATH);
}
