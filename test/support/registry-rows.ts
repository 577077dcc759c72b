import { Client } from "pg";

export type RegistryRow = {
  readonly version: string;
  readonly parent: string | null;
  readonly commit: string;
};

/** What the registry and the lineage hold, asked of the server and not of any process. */
export async function readRegistry(databaseUrl: string): Promise<{
  readonly versions: readonly RegistryRow[];
  readonly lineage: readonly Pick<RegistryRow, "version" | "parent">[];
}> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const versions = await client.query<RegistryRow>(
      `SELECT version, parent, "commit" FROM versions ORDER BY at, parent NULLS FIRST`,
    );
    const lineage = await client.query<RegistryRow>("SELECT version, parent FROM lineage_edges");
    return { versions: versions.rows, lineage: lineage.rows };
  } finally {
    await client.end();
  }
}
