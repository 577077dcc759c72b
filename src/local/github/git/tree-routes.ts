import { z } from "zod";
import { created, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { param, type RepositoryVisit, type Route } from "../http/route.ts";
import { apiUrl } from "../repositories/present-repository.ts";
import { loadCommit } from "./commit.ts";
import { flattenTree, saveFlatTree, walkTree, type Leaf, type PathEntry } from "./flat-tree.ts";
import { loadObject, saveBlob } from "./objects.ts";
import { presentTreeEntry, type Place } from "./present-git.ts";
import { resolveRevision } from "./resolve-revision.ts";
import { loadTree } from "./tree.ts";

const entryBody = z.object({
  path: z.string().min(1),
  mode: z.enum(["100644", "100755", "040000", "160000", "120000"]).optional(),
  type: z.enum(["blob", "tree", "commit"]).optional(),
  sha: z.string().nullish(),
  content: z.string().optional(),
});
const treeBody = z.object({ tree: z.array(entryBody), base_tree: z.string().optional() });
type TreeBody = z.infer<typeof treeBody>;

/** GitHub takes a tree, a commit or a ref where the path says `tree_sha`. */
function treeIdOf(place: Place, revision: string): string | undefined {
  const { repository } = place;
  if (loadObject(repository.objects, "tree", revision) !== undefined) return revision;
  const commit = resolveRevision(repository, revision);
  return commit === undefined ? undefined : loadCommit(repository.objects, commit).tree;
}

function presentTree(place: Place, sha: string, entries: readonly PathEntry[]): unknown {
  const shown = entries.slice(0, place.world.treeLimit);
  return {
    sha,
    url: `${apiUrl(place.world, place.repository)}/git/trees/${sha}`,
    tree: shown.map((entry) => presentTreeEntry(place, entry.path, entry)),
    truncated: shown.length < entries.length,
  };
}

const getTree = repositoryRoute({
  method: "GET",
  path: "/git/trees/{tree_sha}",
  app: ["contents:read"],
  user: "read",
  answer: (visit) => {
    const { objects } = visit.repository;
    const id = treeIdOf(visit, param(visit, "tree_sha"));
    if (id === undefined) return notFound();
    const entries =
      visit.query["recursive"] === undefined
        ? loadTree(objects, id).map(({ name, ...leaf }) => ({ ...leaf, path: name }))
        : walkTree(objects, id);
    return ok(presentTree(visit, id, entries));
  },
});

type Entry = z.infer<typeof entryBody>;

function removePath(flat: Map<string, Leaf>, path: string): void {
  for (const known of flat.keys()) {
    if (known === path || known.startsWith(`${path}/`)) flat.delete(known);
  }
}

/** Returns what is wrong with the entry, or nothing once it is in place. */
function place(
  visit: RepositoryVisit<TreeBody>,
  flat: Map<string, Leaf>,
  entry: Entry,
): string | undefined {
  const { objects } = visit.repository;
  removePath(flat, entry.path);
  if (entry.sha === null) return undefined;
  const mode = (entry.mode ?? "100644").replace(/^0/, "");
  const sha = entry.content === undefined ? entry.sha : saveBlob(objects, entry.content);
  if (sha === undefined) return "Must supply either tree.sha or tree.content";
  if (mode === "160000") flat.set(entry.path, { mode, sha });
  else if (mode === "40000") {
    if (loadObject(objects, "tree", sha) === undefined)
      return `tree.sha ${sha} is not a valid tree`;
    for (const [path, leaf] of flattenTree(objects, sha, `${entry.path}/`)) flat.set(path, leaf);
  } else if (loadObject(objects, "blob", sha) === undefined)
    return `tree.sha ${sha} is not a valid blob`;
  else flat.set(entry.path, { mode, sha });
  return undefined;
}

function answerCreate(visit: RepositoryVisit<TreeBody>): Reply {
  const { repository, body } = visit;
  const { objects } = repository;
  const base = body.base_tree === undefined ? undefined : treeIdOf(visit, body.base_tree);
  if (body.base_tree !== undefined && base === undefined) {
    return refused(422, "base_tree is not a valid tree oid");
  }
  const flat = base === undefined ? new Map<string, Leaf>() : flattenTree(objects, base);
  for (const entry of body.tree) {
    if (/(^|\/)(\.git|\.\.?)?(\/|$)/.test(entry.path)) {
      return refused(422, "tree.path contains a malformed path component");
    }
    const gap = place(visit, flat, entry);
    if (gap !== undefined) return refused(422, gap);
  }
  const id = saveFlatTree(objects, flat);
  const entries = loadTree(objects, id).map(({ name, ...leaf }) => ({ ...leaf, path: name }));
  return created(presentTree(visit, id, entries));
}

const createTree = repositoryRoute({
  method: "POST",
  path: "/git/trees",
  app: ["contents:write"],
  user: "write",
  body: treeBody,
  answer: answerCreate,
});

export const treeRoutes: readonly Route[] = [getTree, createTree];
