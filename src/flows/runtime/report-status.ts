import { type Incident, standingReason } from "../../core/incident/incident.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { RepositoryId } from "../../core/kernel/ids.ts";
import { nonInferiorityOf, regressionOf } from "../../core/rollout/assess.ts";
import { isOver, type Rollout } from "../../core/rollout/rollout.ts";
import type { Ports } from "../../ports/ports.ts";
import { lineFor } from "../rollout/line-for.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";

/** What live units have shown of one metric so far; public, as the pull request shows it too. */
type MetricStanding = {
  readonly metric: string;
  readonly units: number;
  /** Evidence that it is worse, and that it is not worse by its margin; 20 is where either counts. */
  readonly harm: number;
  readonly noHarm?: number;
};

/** One open pull request as the app sees it now. */
export type Standing = {
  readonly pull: number;
  readonly system?: string;
  readonly state: string;
  readonly reason: ReasonCode;
  readonly step?: number;
  readonly share?: number;
  readonly units?: number;
  readonly evidence: readonly MetricStanding[];
  /** It keeps its system from every other mutation, and until when unless it moves. */
  readonly holdsUntil?: Instant;
  /** Whom it waits for, and its place in that line. */
  readonly behind?: { readonly pull: number; readonly place: number };
};

export type Status = {
  readonly open: readonly Standing[];
  /** What keeps systems from advancing. */
  readonly incidents: readonly {
    readonly id: string;
    readonly reason: ReasonCode;
    readonly freezes: Incident["freezes"];
  }[];
};

/** Everything of a repository that is under way. Nothing of a sealed suite is in it. */
export async function reportStatus(
  { store }: Pick<Ports, "store">,
  repositoryId: RepositoryId,
): Promise<Status> {
  return store.transact(async (tx) => {
    const open: Standing[] = [];
    for (const key of await tx.pulls.openIn(repositoryId)) {
      const record = await tx.pulls.load(key);
      if (record === undefined) continue;
      const standing = standingOf(record, await tx.rollouts.ofPull(key));
      open.push({ ...standing, ...(await placeOf(tx, record)) });
    }
    const incidents = await tx.incidents.open(repositoryId);
    return {
      open: open.toSorted((one, other) => one.pull - other.pull),
      incidents: incidents.map((incident) => {
        const { id, freezes } = incident;
        return { id, reason: standingReason(incident), freezes };
      }),
    };
  });
}

/** Where it stands in the line for its system; nothing where nobody waits or holds. */
async function placeOf(
  tx: Transaction,
  { key: { repositoryId, pull }, system }: PullRecord,
): Promise<Pick<Standing, "holdsUntil" | "behind">> {
  if (system === undefined) return {};
  const { holder, waiting } = await lineFor(tx, repositoryId, system);
  if (holder?.pull === pull) return { holdsUntil: holder.until };
  const place = waiting.indexOf(pull) + 1;
  return holder === undefined || place === 0 ? {} : { behind: { pull: holder.pull, place } };
}

function standingOf(record: PullRecord, rollout: Rollout | undefined): Standing {
  const { key, system, state, reason } = record;
  const about = { pull: key.pull, state, reason, ...(system === undefined ? {} : { system }) };
  const isUnderWay = rollout?.id === record.rolloutId && rollout !== undefined && !isOver(rollout);
  if (!isUnderWay) return { ...about, evidence: [] };
  const { step, share, health } = rollout;
  return { ...about, step, share, units: health.units, evidence: evidenceOf(rollout) };
}

function evidenceOf({ health }: Rollout): readonly MetricStanding[] {
  return Object.entries(health.metrics).map(([metric, one]) => {
    const noHarm = nonInferiorityOf(one);
    return {
      metric,
      units: one.candidateUnits,
      harm: regressionOf(one),
      ...(noHarm === undefined ? {} : { noHarm }),
    };
  });
}
