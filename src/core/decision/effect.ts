import type { PullNumber, Sha } from "../kernel/ids.ts";
import type { Json } from "../kernel/json.ts";

/**
 * Names one object on GitHub within a repository, for ever: `pull/7/summary`,
 * `check/<sha>/7/omega / budget`. Performing an effect twice in one slot updates; it never repeats.
 */
export type Slot = string;

export type Conclusion = "success" | "failure" | "action_required" | "neutral";

/** 1-based line; GitHub shows an annotation only where path and line exist in the head. */
export type Annotation = {
  readonly path: string;
  readonly line: number;
  readonly level: "failure" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
};

/** A button on a check run. GitHub cuts at label 20, description 40 and identifier 20 characters. */
export type CheckAction = {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
};

type LineComment = { readonly path: string; readonly line: number; readonly body: string };

export type DeploymentState =
  | "queued"
  | "in_progress"
  | "success"
  | "failure"
  | "error"
  | "inactive";

/**
 * What is to be done on GitHub, as data: planned purely, recorded in the ledger's transaction,
 * then performed idempotently. A dry run prints these.
 */
export type Effect =
  | {
      readonly kind: "publish-check";
      readonly slot: Slot;
      readonly sha: Sha;
      readonly name: string;
      /** Absent while the check is in progress. */
      readonly conclusion?: Conclusion;
      readonly title: string;
      readonly summary: string;
      readonly annotations: readonly Annotation[];
      readonly actions: readonly CheckAction[];
    }
  | {
      readonly kind: "review-lines";
      readonly slot: Slot;
      readonly pull: PullNumber;
      readonly sha: Sha;
      readonly body: string;
      readonly comments: readonly LineComment[];
    }
  | {
      readonly kind: "write-comment";
      readonly slot: Slot;
      readonly pull: PullNumber;
      readonly body: string;
    }
  | {
      readonly kind: "show-state";
      readonly slot: Slot;
      readonly pull: PullNumber;
      /** The one `omega-state:<state>` label to show, or none; others of that prefix are taken off. */
      readonly state?: string;
    }
  | {
      readonly kind: "remove-label";
      readonly slot: Slot;
      readonly pull: PullNumber;
      readonly label: string;
    }
  | {
      readonly kind: "deploy";
      readonly slot: Slot;
      readonly sha: Sha;
      readonly environment: string;
      readonly description: string;
      readonly transient: boolean;
      readonly production: boolean;
      readonly payload: { readonly [key: string]: Json };
    }
  | {
      readonly kind: "report-deployment";
      readonly slot: Slot;
      /** The slot of the deployment this status belongs to. */
      readonly deployment: Slot;
      readonly state: DeploymentState;
      readonly description: string;
      /** On whose page the evidence stands; absent in what was planned before it was told. */
      readonly pull?: PullNumber;
    }
  | {
      readonly kind: "merge";
      readonly slot: Slot;
      readonly pull: PullNumber;
      /** The head that was decided on; GitHub refuses when it has moved. */
      readonly sha: Sha;
      readonly title: string;
    }
  | {
      readonly kind: "answer-protection";
      readonly slot: Slot;
      /** The run of a workflow whose job waits, and the environment that it waits for. */
      readonly run: number;
      readonly environment: string;
      /** The commit that the answer is about. */
      readonly sha: Sha;
      readonly state: "approved" | "rejected";
      readonly comment: string;
    }
  | {
      readonly kind: "dispatch-workflow";
      readonly slot: Slot;
      readonly workflow: string;
      /** The branch whose workflow runs. */
      readonly ref: string;
      readonly inputs: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "propose-change";
      readonly slot: Slot;
      /** A branch of our own, written once and never moved. */
      readonly branch: string;
      /** The commit it grows from by exactly one, and the branch it is to be merged into. */
      readonly onto: Sha;
      readonly into: string;
      /** Rows to put back, or to write anew as text; with neither the path goes away. */
      readonly rows: readonly {
        readonly path: string;
        readonly entry?: { readonly mode: string; readonly sha: Sha };
        readonly text?: string;
      }[];
      readonly title: string;
      readonly body: string;
    };
