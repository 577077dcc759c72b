import { existsSync, readdirSync, readFileSync } from "node:fs";
import { constants, cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MIGRATIONS } from "../../src/adapters/store/migrations-folder.ts";
import { type OpenedStore, openStore } from "../../src/adapters/store/open-store.ts";
import { sha256Hex } from "../../src/core/kernel/digest.ts";
import { EMPTY_ROOT } from "../../src/core/ledger/merkle.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A data directory of its own in which the tables are there already and empty. The first start of
 * the embedded database takes longer than most tests, and is a test of the store's; everybody else
 * begins with a copy of what it leaves.
 */
export async function preparedDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "omega-data-"));
  await cp(await original(), directory, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return directory;
}

/** Stores of this worker that were given back, and are empty again. */
const idle: OpenedStore[] = [];

/**
 * An empty store that nobody else has. Opening a database takes a second of a processor, and
 * emptying one a fiftieth of it: what is closed goes to the next test of this worker, while whoever
 * closed it has nothing of it any more.
 */
export async function openEmptyStore(): Promise<OpenedStore> {
  const store = idle.pop() ?? (await openStore({ memory: true }));
  let isClosed = false;
  const own = (): OpenedStore => {
    if (isClosed) throw new Error("the store was used after it was closed");
    return store;
  };
  return {
    kind: store.kind,
    transact: async (work) => own().transact(work),
    executeSql: async (text, values) => own().executeSql(text, values),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await emptyAll(store);
      idle.push(store);
    },
  };
}

/** As the migrations leave it: no rows but those that they insert, and all numbers from one. */
async function emptyAll(store: OpenedStore): Promise<void> {
  const { rows } = await store.executeSql(EMPTYING);
  await store.executeSql(String(rows[0]?.["script"]));
}

/** Its tables refuse what is done here, so their triggers rest; none of them is named, for there will be more. */
const EMPTYING = `
  WITH tables AS (SELECT tablename FROM pg_tables WHERE schemaname = 'public'),
  guards AS (
    SELECT tgname, tgrelid::regclass AS guarded FROM pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal
  )
  SELECT concat(
    'BEGIN; SET LOCAL session_replication_role = replica;',
    (SELECT string_agg(format('ALTER TABLE %s DISABLE TRIGGER %I;', guarded, tgname), '') FROM guards),
    (SELECT string_agg(format('DELETE FROM %I;', tablename), '') FROM tables),
    'INSERT INTO ledger_head (id, size, root, range) VALUES (1, 0, ''${EMPTY_ROOT}'', ''[]'');',
    (SELECT string_agg(format('ALTER SEQUENCE %I RESTART;', sequencename), '')
       FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL),
    (SELECT string_agg(format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I;', guarded, tgname), '') FROM guards),
    'COMMIT;'
  ) AS script`;

/** Made once and kept between runs, under the name of all that decides what is in it. */
async function original(): Promise<string> {
  const made = join(ROOT, ".build", `empty-store-${madeFrom()}`);
  if (existsSync(made)) return made;
  await mkdir(dirname(made), { recursive: true });
  const making = await mkdtemp(`${made}-`);
  const store = await openStore({ dataDirectory: making });
  await store.close();
  // Another worker may have been quicker; then its directory is as good.
  await rename(making, made).catch(() => rm(making, { recursive: true }));
  return made;
}

function madeFrom(): string {
  const engine = join(ROOT, "node_modules/@electric-sql/pglite/package.json");
  const migrations = readdirSync(MIGRATIONS, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(sql|json)$/.test(name))
    .sort()
    .map((name) => join(MIGRATIONS, name));
  return sha256Hex(
    [engine, ...migrations].map((file) => readFileSync(file, "utf8")).join("\n"),
  ).slice(0, 16);
}
