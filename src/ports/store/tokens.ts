import type { RepositoryId } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";

export type TokenScope = "evaluate" | "report";

/** A runtime's token: only its SHA-256 is kept. */
export type RuntimeToken = {
  readonly sha256: string;
  readonly repositoryId: RepositoryId;
  readonly system: string;
  readonly scopes: readonly TokenScope[];
  readonly createdBy: string;
  readonly createdAt: Instant;
};

export type Tokens = {
  save(token: RuntimeToken): Promise<void>;
  find(sha256: string): Promise<RuntimeToken | undefined>;
};
