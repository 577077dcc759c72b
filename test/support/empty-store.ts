import { existsSync, readdirSync, readFileSync } from "node:fs";
import { constants, cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MIGRATIONS } from "../../src/adapters/store/migrations-folder.ts";
import { type OpenedStore, openStore } from "../../src/adapters/store/open-store.ts";
import { sha256Hex } from "../../src/core/kernel/digest.ts";

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

/** An empty store that nobody else has; closing it removes what it kept. */
export async function openEmptyStore(): Promise<OpenedStore> {
  const directory = await preparedDirectory();
  const store = await openStore({ dataDirectory: directory });
  return {
    ...store,
    close: async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

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
