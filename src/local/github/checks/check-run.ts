import type { Account } from "../accounts/account.ts";
import type { App } from "../apps/app.ts";

export type Annotation = {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number | undefined;
  readonly end_column?: number | undefined;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string | undefined;
  readonly raw_details?: string | undefined;
};

type CheckAction = {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
};

export type CheckRun = {
  readonly id: number;
  readonly app: App;
  readonly suiteId: number;
  readonly headSha: string;
  readonly createdAt: Date;
  name: string;
  status: string;
  conclusion: string | undefined;
  externalId: string;
  detailsUrl: string | undefined;
  startedAt: Date | undefined;
  completedAt: Date | undefined;
  title: string | undefined;
  summary: string | undefined;
  text: string | undefined;
  annotations: Annotation[];
  actions: readonly CheckAction[];
};

export type CheckSuite = {
  readonly id: number;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | undefined;
  readonly before: string | undefined;
  readonly createdAt: Date;
  updatedAt: Date;
};

export type CommitStatus = {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly description: string | undefined;
  readonly targetUrl: string | undefined;
  readonly creator: Account;
  readonly createdAt: Date;
};
