import type { ReasonCode } from "../gate/reason-code.ts";
import type { RolloutRules } from "../ir/charter.ts";
import type { Digest } from "../kernel/digest.ts";
import type { PullNumber, RepositoryId, Sha } from "../kernel/ids.ts";
import type { Instant } from "../kernel/instant.ts";
import type { Delivery } from "./delivery.ts";
import type { Health } from "./health.ts";
import type { Production } from "./production.ts";
import type { Serving } from "./serving.ts";
import type { Vouching } from "./vouching.ts";

export type RolloutState =
  | "accepted"
  | "shadow"
  | "canary"
  | "promoting"
  | "promoted"
  | "held"
  | "rolling-back"
  | "rolled-back"
  | "withdrawn"
  | "voided";

/** One mutation's way from its accepted decision to production or back. */
export type Rollout = {
  /** Random, and the salt of the traffic split, so that two roll-outs split independently. */
  readonly id: string;
  readonly repositoryId: RepositoryId;
  readonly pull: PullNumber;
  readonly system: string;
  readonly headSha: Sha;
  /** The charter's rules when it was decided; another charter voids the decision. */
  readonly rules: RolloutRules;
  readonly state: RolloutState;
  /** Why it is in that state. */
  readonly reason: ReasonCode;
  /** Where a hold will resume. */
  readonly heldFrom?: "accepted" | "shadow" | "canary";
  /** True once shadow ended in `shadow-passed`; canary is refused before. */
  readonly shadowPassed: boolean;
  /** Index into the charter's canary steps; -1 before the first. */
  readonly step: number;
  /** True once the last canary step passed; promotion is refused before. */
  readonly canaryPassed: boolean;
  /** Share of live units that get the candidate, in percent; 0 outside canary. */
  readonly share: number;
  /** Artifact digests of the two versions, as the runtimes load them. */
  readonly stable: Digest;
  readonly candidate: Digest;
  /** Digests of the systems they were compiled from. */
  readonly before: Digest;
  readonly after: Digest;
  /** When this stage, or this step of the canary, began. */
  readonly enteredAt: Instant;
  readonly health: Health;
  /** True where people sent it past its evidence; a review of it is owed. */
  readonly isEmergency?: boolean;
  /** How much stricter a canary step is judged, as its decision was; 1 where absent. */
  readonly caution?: number;
  /** Whose approvals it rests on beside its evidence; absent where evidence alone carries it. */
  readonly vouching?: Vouching;
  /** Absent where the runtime asks over OFREP. */
  readonly delivery?: Delivery;
  /** From its first stage on, where a team's workflow delivers. */
  readonly serving?: Serving;
  /** From its promotion on, and still when it is taken back from there. */
  readonly production?: Production;
};

/** True where live evidence decides because other evidence could not, and people wanted it to. */
export function isOnPeoplesWord({ vouching }: Rollout): boolean {
  return vouching?.for === "quarantine";
}

/** What was promoted, and is not in production any more, or about to be not. */
export function isTakenBack({ state, production }: Rollout): boolean {
  return production !== undefined && state !== "promoted";
}

/** States that nothing leaves, but for a promotion that is taken back. */
export function isOver({ state }: Rollout): boolean {
  return ["promoted", "rolled-back", "withdrawn", "voided"].includes(state);
}

/** In a stage, or held within one: what has not begun cannot be taken back. */
export function hasBegun(rollout: Rollout): boolean {
  return isLive(rollout) || (rollout.state === "held" && rollout.heldFrom === "shadow");
}

/** In the stages, or held within the canary, whose units keep the version they were given. */
export function isLive({ state, heldFrom }: Rollout): boolean {
  return state === "shadow" || state === "canary" || (state === "held" && heldFrom === "canary");
}
