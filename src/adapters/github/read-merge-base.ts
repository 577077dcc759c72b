import { z } from "zod";
import { sha, type Sha } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { NoMergeBase } from "../../ports/git-objects.ts";
import { answeredStatus } from "./answer-status.ts";
import type { Connection } from "./connection.ts";
import { changedFilesSchema, keepSketch, type Sketch } from "./sketch.ts";

const comparisonSchema = z.object({
  status: z.string(),
  total_commits: z.number(),
  merge_base_commit: z.object({ sha: z.string() }),
  commits: z.array(
    z.object({
      sha: z.string(),
      parents: z.array(z.object({ sha: z.string() })),
      commit: z.object({ tree: z.object({ sha: z.string() }) }),
    }),
  ),
  files: changedFilesSchema,
});
type Comparison = z.infer<typeof comparisonSchema>;
type ListedCommit = Comparison["commits"][number];

const PER_PAGE = 100;

/** A branch of more commits, or one that took its base in more often, is refused and not guessed at. */
const MOST_PAGES = 10;
const MOST_FORKS = 40;

type Commits = { readonly base: Sha; readonly head: Sha };

/**
 * The one newest common ancestor. GitHub names one of several, so its word is checked: every commit
 * where the branch's own history meets the base's must be that one, or lead to it.
 */
export async function readMergeBase(
  connection: Connection,
  commits: Commits,
): Promise<Result<Sha, NoMergeBase>> {
  const { cache } = connection;
  const key = `${commits.base}...${commits.head}`;
  const held = cache.mergeBases.get(key);
  if (held !== undefined) return accepted(held);
  const first = await compare(connection, commits, 1);
  if (first === undefined) return refused("no-merge-base");
  const named = sha(first.merge_base_commit.sha);
  const own = await ownCommits(connection, commits, first);
  const forks = own && forksOf(own);
  if (own === undefined || forks === undefined) return refused("history-too-long");
  for (const fork of forks) {
    if (fork === named) continue;
    if (!(await leadsTo(connection, fork, named))) return refused("merge-base-ambiguous");
  }
  cache.mergeBases.set(key, named, 1);
  sketchHead(cache, own, { head: commits.head, from: named, files: first.files });
  return accepted(named);
}

type Compared = Omit<Sketch, "root"> & { readonly head: Sha };

function sketchHead(
  { sketches }: Connection["cache"],
  own: readonly ListedCommit[],
  { head, ...compared }: Compared,
): void {
  const last = own.find(({ sha: name }) => name === head);
  if (last !== undefined) {
    keepSketch(sketches, head, { ...compared, root: last.commit.tree.sha });
  }
}

/** The commits of the head that the base has not. Nothing where they are too many to be read. */
async function ownCommits(
  connection: Connection,
  commits: Commits,
  first: Comparison,
): Promise<readonly ListedCommit[] | undefined> {
  const total = first.total_commits;
  const pages = Math.ceil(total / PER_PAGE);
  if (pages > MOST_PAGES) return undefined;
  const own = [...first.commits];
  for (let page = 2; page <= pages; page += 1) {
    own.push(...((await compare(connection, commits, page))?.commits ?? []));
  }
  const names = new Set(own.map((commit) => commit.sha));
  // One commit left out could be the one where the other histories meet.
  if (names.size !== total) throw new Error("GitHub cut the listing of a branch's commits");
  return own;
}

/**
 * Parents of the head's own commits that are not among these, and so the base's too: each newest
 * common ancestor is one of them. Nothing where they are too many to be sure.
 */
function forksOf(own: readonly ListedCommit[]): readonly Sha[] | undefined {
  const names = new Set(own.map((commit) => commit.sha));
  const parents = own.flatMap((commit) => commit.parents.map((parent) => parent.sha));
  const forks = new Set(parents.filter((parent) => !names.has(parent)));
  return forks.size > MOST_FORKS ? undefined : [...forks].map(sha);
}

/** True when the older commit is an ancestor of the newer one. */
async function leadsTo(connection: Connection, older: Sha, newer: Sha): Promise<boolean> {
  const found = await compare(connection, { base: older, head: newer }, 1);
  return found?.status === "ahead" || found?.status === "identical";
}

async function compare(
  { octokit, name }: Connection,
  { base, head }: Commits,
  page: number,
): Promise<Comparison | undefined> {
  const basehead = `${base}...${head}`;
  const at = { ...name, basehead, per_page: PER_PAGE, page };
  const answer = await unlessUnrelated(octokit.rest.repos.compareCommitsWithBasehead(at));
  return answer === undefined ? undefined : comparisonSchema.parse(answer.data);
}

/** A commit that is not there answers 404 too; only GitHub's words tell that both were found. */
async function unlessUnrelated<Value>(request: Promise<Value>): Promise<Value | undefined> {
  try {
    return await request;
  } catch (error) {
    const words = error instanceof Error ? error.message : "";
    if (answeredStatus(error) === 404 && /no common ancestor/i.test(words)) return undefined;
    throw error;
  }
}
