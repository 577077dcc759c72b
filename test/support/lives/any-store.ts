import { type OpenedStore, openStore } from "../../../src/adapters/store/open-store.ts";
import { openPlace } from "../store-places.ts";

/**
 * A database of its own on the server that `TEST_DATABASE_URL` names, else in memory, which takes
 * twice the time: a life is some thousand queries.
 */
export async function openAnyStore(): Promise<OpenedStore> {
  if (process.env["TEST_DATABASE_URL"] === undefined) return openStore({ memory: true });
  const place = await openPlace("PostgreSQL");
  return { ...place.store, close: () => place.remove() };
}
