import { type PullKey, pullNumber, repositoryId, type Sha } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { Unopened } from "../../core/gate/unopened.ts";
import type { RecordedProposal } from "../../core/ledger/proposals.ts";
import type { ReadRecord } from "../../core/ledger/read-entries.ts";
import { recordAt, type RecordedAsking, type RecordedDoubt } from "../../core/ledger/record-at.ts";
import { type Replay, replaySpends } from "../../core/ledger/replay-spends.ts";
import type { GatheredChange } from "../reading/gather-change.ts";

export type Commits = { readonly baseSha: Sha; readonly headSha: Sha };

/** Budget, drift and epoch as they stand for one change, and what is known of the change itself. */
export type CountersAt = {
  readonly replay: Replay;
  readonly now: Instant;
  readonly key: PullKey;
  /** The app's latest look at this very change, when it has had one. */
  readonly look?: RecordedProposal;
  /** What the app decided of it, if it did. */
  readonly decision?: string;
  /** How far the app's decisions on it had asked. */
  readonly askings?: readonly RecordedAsking[];
  /** What its judge doubted, by modes that a clone cannot run. */
  readonly doubt?: RecordedDoubt;
  /** Why it did not open the private repository of the sealed suite. */
  readonly unopened?: Unopened;
};

/** Where the counters for a change come from. */
export type Counters = (gathered: GatheredChange, commits: Commits) => CountersAt;

/** The counters of an app, found again in its record. */
export function countersOf({ repositoryId: id, entries }: ReadRecord): Counters {
  return ({ change }, { headSha }) => {
    const { mutation, charterDigest } = change;
    const { entries: known, ...at } = recordAt(entries, {
      headSha,
      // What cannot be named by its versions is counted nowhere, so the whole record is as good.
      before: mutation?.before.digest ?? charterDigest,
      after: mutation?.after.digest ?? charterDigest,
      charter: charterDigest,
    });
    // A change that the record has not seen gets a number that none of its pull requests has.
    const newest = entries.reduce((most, { subject }) => Math.max(most, subject.pull ?? 0), 0);
    const pull = pullNumber(at.look?.pull ?? newest + 1);
    return { ...at, replay: replaySpends(known), key: { repositoryId: repositoryId(id), pull } };
  };
}
