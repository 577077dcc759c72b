import { AsyncLocalStorage } from "node:async_hooks";
import type { Store, Transaction } from "../../ports/store/store.ts";
import type { Connection, Database, SqlExecutor } from "./database.ts";
import { connectPglite } from "./pglite.ts";
import { connectPostgres } from "./postgres.ts";
import { retryConflicts } from "./retry-conflicts.ts";
import { artifactsIn } from "./rooms/artifacts.ts";
import { budgetsIn } from "./rooms/budgets.ts";
import { capturesIn } from "./rooms/captures.ts";
import { commandsIn } from "./rooms/commands.ts";
import { custodyIn } from "./rooms/custody.ts";
import { evidenceIn } from "./rooms/evidence.ts";
import { inboxIn } from "./rooms/inbox.ts";
import { incidentsIn } from "./rooms/incidents.ts";
import { jobsIn } from "./rooms/jobs.ts";
import { ledgerIn } from "./rooms/ledger.ts";
import { outboxIn } from "./rooms/outbox.ts";
import { outcomesIn } from "./rooms/outcomes.ts";
import { pullsIn } from "./rooms/pulls.ts";
import { rolloutsIn } from "./rooms/rollouts.ts";
import { systemsIn } from "./rooms/systems.ts";
import { tokensIn } from "./rooms/tokens.ts";
import { versionsIn } from "./rooms/versions.ts";
import { workIn } from "./rooms/work.ts";

/** Where the store lives: a PostgreSQL server, a directory of this machine, or memory. */
export type StorePlace =
  | { readonly databaseUrl: string; readonly onIdleError?: (error: Error) => void }
  | { readonly dataDirectory: string }
  | { readonly memory: true };

/** The store, and the raw SQL that the queue needs on the same database. */
export type OpenedStore = Store & SqlExecutor & { readonly kind: Connection["kind"] };

/** A data directory must be locked by the caller first: two processes on one silently lose rows. */
export async function openStore(place: StorePlace): Promise<OpenedStore> {
  return storeOn(await connect(place));
}

function connect(place: StorePlace): Promise<Connection> {
  if ("databaseUrl" in place) {
    return connectPostgres(place.databaseUrl, place.onIdleError ?? (() => {}));
  }
  return connectPglite("dataDirectory" in place ? place.dataDirectory : undefined);
}

function storeOn(connection: Connection): OpenedStore {
  const inside = new AsyncLocalStorage<true>();
  // On the embedded database a query beside the open transaction would wait for ever, in silence.
  const refuseNesting = () => {
    if (inside.getStore()) throw new Error("the store was used beside an open transaction");
  };
  return {
    kind: connection.kind,
    transact: async (work) => {
      refuseNesting();
      return retryConflicts(() =>
        inside.run(true, () => connection.transaction((database) => work(roomsIn(database)))),
      );
    },
    executeSql: async (text, values) => {
      refuseNesting();
      return connection.executeSql(text, values);
    },
    close: () => connection.close(),
  };
}

function roomsIn(database: Database): Transaction {
  return {
    inbox: inboxIn(database),
    work: workIn(database),
    pulls: pullsIn(database),
    commands: commandsIn(database),
    budgets: budgetsIn(database),
    evidence: evidenceIn(database),
    custody: custodyIn(database),
    ledger: ledgerIn(database),
    outbox: outboxIn(database),
    systems: systemsIn(database),
    rollouts: rolloutsIn(database),
    outcomes: outcomesIn(database),
    captures: capturesIn(database),
    artifacts: artifactsIn(database),
    versions: versionsIn(database),
    tokens: tokensIn(database),
    incidents: incidentsIn(database),
    jobs: jobsIn(database),
  };
}
