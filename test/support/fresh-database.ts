import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** A database of its own on the server that TEST_DATABASE_URL names, or nothing without one. */
export async function freshDatabase(): Promise<string | undefined> {
  const server = process.env["TEST_DATABASE_URL"];
  if (server === undefined) return undefined;
  const name = `omega_${randomBytes(6).toString("hex")}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
