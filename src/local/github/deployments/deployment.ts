import type { Author } from "../accounts/author.ts";

export type DeploymentStatus = {
  readonly id: number;
  readonly creator: Author;
  readonly state: string;
  readonly description: string;
  readonly environment: string;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly createdAt: Date;
};

export type Deployment = {
  readonly id: number;
  readonly creator: Author;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly payload: unknown;
  readonly environment: string;
  readonly description: string | undefined;
  readonly isTransient: boolean;
  readonly isProduction: boolean;
  readonly createdAt: Date;
  readonly statuses: DeploymentStatus[];
  updatedAt: Date;
};

export type Environment = {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date;
  updatedAt: Date;
  waitTimer: number;
};

/** The newest status, or `pending` while there is none. */
export function stateOf(deployment: Deployment): string {
  return deployment.statuses.at(-1)?.state ?? "pending";
}
