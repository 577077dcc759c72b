import type { Artifacts } from "./artifacts.ts";
import type { Budgets } from "./budgets.ts";
import type { Captures } from "./captures.ts";
import type { Commands } from "./commands.ts";
import type { Custody } from "./custody.ts";
import type { Evidence } from "./evidence.ts";
import type { Inbox } from "./inbox.ts";
import type { Incidents } from "./incidents.ts";
import type { Jobs } from "./jobs.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { Outbox } from "./outbox.ts";
import type { Outcomes } from "./outcomes.ts";
import type { Pulls } from "./pulls.ts";
import type { Rollouts } from "./rollouts.ts";
import type { Systems } from "./systems.ts";
import type { Tokens } from "./tokens.ts";
import type { Versions } from "./versions.ts";
import type { Work } from "./work.ts";

/**
 * One transaction and everything that may be done in it. The store hands out nothing else: on the
 * embedded database a query beside an open transaction would wait for ever.
 */
export type Transaction = {
  readonly inbox: Inbox;
  readonly work: Work;
  readonly pulls: Pulls;
  readonly commands: Commands;
  readonly budgets: Budgets;
  readonly evidence: Evidence;
  readonly custody: Custody;
  readonly ledger: LedgerStore;
  readonly outbox: Outbox;
  readonly systems: Systems;
  readonly rollouts: Rollouts;
  readonly outcomes: Outcomes;
  readonly captures: Captures;
  readonly artifacts: Artifacts;
  readonly versions: Versions;
  readonly tokens: Tokens;
  readonly incidents: Incidents;
  readonly jobs: Jobs;
};

/** PGlite or a PostgreSQL server: one schema, one set of migrations. */
export type Store = {
  /** Commits when `work` resolves, rolls back when it throws. Must not be nested. */
  transact<Value>(work: (tx: Transaction) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
};
