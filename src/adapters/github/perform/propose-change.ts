import { z } from "zod";
import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt } from "../../../ports/forge.ts";
import { unlessMissing } from "../answer-status.ts";
import type { Connection } from "../connection.ts";

type ProposeChange = Extract<Effect, { kind: "propose-change" }>;

const listedSchema = z.array(z.object({ number: z.int(), base: z.object({ ref: z.string() }) }));

/**
 * One commit on a branch of our own, and a pull request for it. A branch of that name that says
 * something else is somebody's: it is neither moved nor used.
 */
export async function proposeChange(
  connection: Connection,
  effect: ProposeChange,
  known: { readonly githubId?: string; readonly mayExist: boolean },
): Promise<Receipt> {
  const number =
    known.githubId ?? (known.mayExist ? await findPull(connection, effect) : undefined);
  if (number !== undefined) return { kind: "performed", githubId: number };
  const tree = await saveTree(connection, effect);
  const branch = await readBranch(connection, effect);
  if (branch === undefined) await createBranch(connection, effect, tree);
  else if (branch.tree !== tree || branch.parents.join() !== effect.onto) {
    return { kind: "refused", detail: `the branch ${effect.branch} is taken` };
  }
  const { data } = await connection.octokit.rest.pulls.create({
    ...connection.name,
    title: effect.title,
    body: effect.body,
    head: effect.branch,
    base: effect.into,
  });
  return { kind: "performed", githubId: String(data.number) };
}

/** Rows name objects that the repository has already: nothing is copied from anywhere else. */
async function saveTree({ octokit, name }: Connection, effect: ProposeChange): Promise<string> {
  const onto = await octokit.rest.git.getCommit({ ...name, commit_sha: effect.onto });
  const { data } = await octokit.rest.git.createTree({
    ...name,
    base_tree: onto.data.tree.sha,
    tree: effect.rows.map(({ path, entry, text }) => ({
      path,
      mode: modeOf(entry?.mode),
      type: entry?.mode === "160000" ? ("commit" as const) : ("blob" as const),
      ...(text === undefined ? { sha: entry?.sha ?? null } : { content: text }),
    })),
  });
  return data.sha;
}

const modeSchema = z.enum(["100644", "100755", "120000", "160000"]).catch("100644");

function modeOf(mode: string | undefined): z.infer<typeof modeSchema> {
  return modeSchema.parse(mode);
}

async function createBranch(
  { octokit, name }: Connection,
  effect: ProposeChange,
  tree: string,
): Promise<void> {
  const commit = await octokit.rest.git.createCommit({
    ...name,
    message: effect.title,
    tree,
    parents: [effect.onto],
  });
  await octokit.rest.git.createRef({
    ...name,
    ref: `refs/heads/${effect.branch}`,
    sha: commit.data.sha,
  });
}

async function readBranch(
  { octokit, name }: Connection,
  { branch }: ProposeChange,
): Promise<{ readonly tree: string; readonly parents: readonly string[] } | undefined> {
  const ref = await unlessMissing(octokit.rest.git.getRef({ ...name, ref: `heads/${branch}` }));
  if (ref === undefined) return undefined;
  const commit_sha = ref.data.object.sha;
  const { data } = await octokit.rest.git.getCommit({ ...name, commit_sha });
  return { tree: data.tree.sha, parents: data.parents.map((parent) => parent.sha) };
}

async function findPull(
  { octokit, name }: Connection,
  { branch, into }: ProposeChange,
): Promise<string | undefined> {
  const { data } = await octokit.rest.pulls.list({
    ...name,
    state: "all",
    head: `${name.owner}:${branch}`,
    per_page: 100,
  });
  const found = listedSchema.parse(data).find(({ base }) => base.ref === into);
  return found === undefined ? undefined : String(found.number);
}
