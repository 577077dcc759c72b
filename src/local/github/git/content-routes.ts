import { z } from "zod";
import { signatureOf } from "../accounts/commit-identity.ts";
import { created, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { param, type RepositoryVisit, type Route } from "../http/route.ts";
import { moveRef } from "../repositories/move-ref.ts";
import { branchTip } from "../repositories/repository.ts";
import { loadCommit } from "./commit.ts";
import { entryAt, type Leaf } from "./flat-tree.ts";
import { saveTreeCommit, treeOf } from "./object-model.ts";
import { objectOf, saveBlob } from "./objects.ts";
import { presentEntry, presentFile } from "./present-content.ts";
import { presentGitCommit } from "./present-git.ts";
import { refusePush } from "./ref-routes.ts";
import { resolveRevision } from "./resolve-revision.ts";
import { isDirectory, loadTree } from "./tree.ts";

const get = repositoryRoute({
  method: "GET",
  path: "/contents/{path}",
  app: ["contents:read"],
  user: "read",
  answer: (visit) => answerContent(visit, param(visit, "path")),
});

const getRoot = repositoryRoute({
  method: "GET",
  path: "/contents/",
  app: ["contents:read"],
  user: "read",
  answer: (visit) => answerContent(visit, ""),
});

function answerContent(visit: RepositoryVisit, path: string): Reply {
  const { repository, query, accept } = visit;
  const ref = query["ref"] ?? repository.defaultBranch;
  const sha = resolveRevision(repository, ref);
  if (sha === undefined) return refused(404, `No commit found for the ref ${ref}`);
  const entry = entryAt(repository.objects, loadCommit(repository.objects, sha).tree, path);
  if (entry === undefined) return notFound();
  if (isDirectory(entry)) {
    const folder = path === "" ? "" : `${path}/`;
    const below = loadTree(repository.objects, entry.sha);
    return ok(below.map((leaf) => presentEntry(visit, { path: folder + leaf.name, ref, leaf })));
  }
  if (accept.includes("raw")) {
    return { status: 200, raw: objectOf(repository.objects, "blob", entry.sha) };
  }
  return ok(presentFile(visit, { path, ref, leaf: entry }));
}

const person = z.object({ name: z.string(), email: z.string() });
const changeBody = z.object({
  message: z.string().min(1),
  branch: z.string().optional(),
  sha: z.string().optional(),
  committer: person.optional(),
  author: person.optional(),
});
const putBody = changeBody.extend({ content: z.string() });
type Visit = RepositoryVisit<z.infer<typeof changeBody>>;

type Target = { readonly branch: string; readonly tip: string; readonly held: Leaf | undefined };

/** Where the change goes, or why GitHub refuses it: a wrong `sha` means somebody was faster. */
function targetOf(visit: Visit, path: string): Target | Reply {
  const { repository, body } = visit;
  const branch = body.branch ?? repository.defaultBranch;
  const tip = branchTip(repository, branch);
  if (tip === undefined) return refused(404, `Branch ${branch} not found`);
  const held = treeOf(repository.objects, tip).get(path);
  if (held !== undefined && body.sha === undefined) {
    return refused(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  }
  if (held?.sha !== body.sha) return refused(409, `${path} does not match ${body.sha}`);
  const refusal = refusePush(visit, `refs/heads/${branch}`, "");
  if (refusal !== undefined) return refused(409, `Could not change file: ${refusal}`);
  return { branch, tip, held };
}

function commitTo(visit: Visit, target: Target, tree: ReadonlyMap<string, Leaf>): string {
  const { world, repository, author, body } = visit;
  const own = signatureOf(author.account, world.now());
  const sha = saveTreeCommit(repository.objects, tree, {
    parents: [target.tip],
    author: { ...own, ...(body.author ?? body.committer) },
    committer: { ...own, ...body.committer },
    message: body.message,
  });
  moveRef(visit, { author, ref: `refs/heads/${target.branch}`, to: sha });
  return sha;
}

const put = repositoryRoute({
  method: "PUT",
  path: "/contents/{path}",
  app: ["contents:write"],
  user: "write",
  body: putBody,
  answer: (visit) => {
    const { objects } = visit.repository;
    const path = param(visit, "path");
    const target = targetOf(visit, path);
    if ("status" in target) return target;
    const blob = saveBlob(objects, Buffer.from(visit.body.content, "base64"));
    const leaf = { mode: target.held?.mode ?? "100644", sha: blob };
    const tree = new Map(treeOf(objects, target.tip)).set(path, leaf);
    const sha = commitTo(visit, target, tree);
    const content = presentEntry(visit, { path, ref: target.branch, leaf });
    const answer = { content, commit: presentGitCommit(visit, sha) };
    return target.held === undefined ? created(answer) : ok(answer);
  },
});

const remove = repositoryRoute({
  method: "DELETE",
  path: "/contents/{path}",
  app: ["contents:write"],
  user: "write",
  body: changeBody,
  answer: (visit) => {
    const path = param(visit, "path");
    const target = targetOf(visit, path);
    if ("status" in target) return target;
    if (target.held === undefined) return notFound();
    const tree = new Map(treeOf(visit.repository.objects, target.tip));
    tree.delete(path);
    const sha = commitTo(visit, target, tree);
    return ok({ content: null, commit: presentGitCommit(visit, sha) });
  },
});

export const contentRoutes: readonly Route[] = [get, getRoot, put, remove];
