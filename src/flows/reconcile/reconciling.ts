import type { SystemVersion } from "../../core/ir/system.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Subject } from "../../core/ledger/entry.ts";
import type { PullRequest, Repository } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { OpenSealed } from "../evaluation/load-sealed.ts";
import type { Lease } from "../../ports/store/work.ts";

/** One pull request under a worker's lease, as GitHub shows it at this moment. */
export type Reconciling = {
  readonly ports: Ports;
  readonly lease: Lease;
  readonly repository: Repository;
  readonly pull: PullRequest;
  /** Renews the lease; false when it was lost or something newer happened: stop, look again. */
  isCurrent(): Promise<boolean>;
  /** A version of this repository that was read before, whole; nothing where none is at hand. */
  readVersion(version: Digest): Promise<SystemVersion | undefined>;
  /** A sealed suite that lies in a private repository, unless its authors could read it there. */
  readonly openSealed: OpenSealed;
};

export function subjectOf({ repository, pull }: Reconciling, system?: string): Subject {
  return {
    repository_id: repository.id,
    pull: pull.number,
    head_sha: pull.headSha,
    ...(system === undefined ? {} : { system }),
  };
}
