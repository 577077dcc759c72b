import { z } from "zod";
import { sha } from "../../core/kernel/ids.ts";
import type { ForeignDeployment, Repository } from "../../ports/forge.ts";
import type { Connection } from "./connection.ts";

const deploymentSchema = z.object({
  id: z.int(),
  environment: z.string(),
  sha: z.string(),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
});

type Row = z.infer<typeof deploymentSchema>;

/** GitHub lists the newest first, so that reading ends at what was read before. */
export const readDeployments = async (
  connection: Connection,
  ...[after, environments]: Parameters<Repository["deploymentsAfter"]>
): ReturnType<Repository["deploymentsAfter"]> => {
  if (environments.length === 0) return { newest: await newestOf(connection), foreign: [] };
  const newer = await listUntil(connection, {}, (row) => row.id <= after);
  const strange = newer.filter(
    (row) => !isOurs(connection, row) && environments.includes(row.environment),
  );
  const foreign: ForeignDeployment[] = [];
  for (const row of strange) foreign.push(await withOwn(connection, row));
  return { newest: Math.max(after, ...newer.map(({ id }) => id)), foreign };
};

async function newestOf({ octokit, name }: Connection): Promise<number> {
  const { data } = await octokit.rest.repos.listDeployments({ ...name, per_page: 1 });
  return z.array(deploymentSchema).parse(data)[0]?.id ?? 0;
}

/** A workflow that our deployment set off is shown by GitHub as a deployment of its own. */
async function withOwn(connection: Connection, row: Row): Promise<ForeignDeployment> {
  const isOwn = (one: Row): boolean => one.id < row.id && isOurs(connection, one);
  const { environment } = row;
  const before = await listUntil(connection, { environment }, isOwn, "with the last");
  const own = before.find(isOwn);
  const found = { id: row.id, environment, sha: sha(row.sha) };
  return own === undefined ? found : { ...found, ownSha: sha(own.sha) };
}

function isOurs({ appId }: Connection, { performed_via_github_app: app }: Row): boolean {
  return app?.id === appId;
}

async function listUntil(
  { octokit, name }: Connection,
  filter: { readonly environment?: string },
  ...[isEnd, included]: [isEnd: (row: Row) => boolean, included?: "with the last"]
): Promise<readonly Row[]> {
  const read: Row[] = [];
  const pages = octokit.paginate.iterator(octokit.rest.repos.listDeployments, {
    ...name,
    ...filter,
    per_page: 100,
  });
  for await (const { data } of pages) {
    for (const row of z.array(deploymentSchema).parse(data)) {
      const ends = isEnd(row);
      if (!ends || included !== undefined) read.push(row);
      if (ends) return read;
    }
  }
  return read;
}
