import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { Client } from "pg";
import { type OpenedStore, openStore } from "../../src/adapters/store/open-store.ts";
import { preparedDirectory } from "./empty-store.ts";

export type OpenPlace = {
  readonly store: OpenedStore;
  /** Another store on the same database; only a server can be opened twice. */
  readonly databaseUrl?: string;
  remove(): Promise<void>;
};

export type StorePlaceName = "memory" | "directory" | "PostgreSQL";

/**
 * The databases on which every store test is run; a server only when `TEST_DATABASE_URL` names one,
 * and nothing but that when `TEST_STORES` is `server`.
 */
export function storePlaces(): readonly StorePlaceName[] {
  const isServed = Boolean(process.env["TEST_DATABASE_URL"]);
  if (isServed && process.env["TEST_STORES"] === "server") return ["PostgreSQL"];
  if (isServed) return ["memory", "directory", "PostgreSQL"];
  console.warn("TEST_DATABASE_URL is not set: the store is tested on PGlite only");
  return ["memory", "directory"];
}

export async function openPlace(name: StorePlaceName): Promise<OpenPlace> {
  if (name === "memory") return openMemory();
  return name === "directory" ? openDirectory() : openServer();
}

async function openMemory(): Promise<OpenPlace> {
  const store = await openStore({ memory: true });
  return { store, remove: () => store.close() };
}

async function openDirectory(): Promise<OpenPlace> {
  const directory = await preparedDirectory();
  const store = await openStore({ dataDirectory: directory });
  return {
    store,
    remove: async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A database of its own, so that test files do not see each other's rows. */
async function openServer(): Promise<OpenPlace & { readonly databaseUrl: string }> {
  const url = new URL(process.env["TEST_DATABASE_URL"] ?? "");
  const name = `omega_test_${randomBytes(6).toString("hex")}`;
  await onServer(url, `CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const store = await openStore({ databaseUrl: own.href });
  const remove = async () => {
    await store.close();
    await onServer(url, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { store, databaseUrl: own.href, remove };
}

async function onServer(url: URL, statement: string): Promise<void> {
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
