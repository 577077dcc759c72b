import { z } from "zod";
import { signatureOf } from "../accounts/commit-identity.ts";
import { created, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { param, type RepositoryVisit, type Route } from "../http/route.ts";
import { apiUrl } from "../repositories/present-repository.ts";
import { saveCommit, type Signature } from "./commit.ts";
import { loadObject, saveBlob } from "./objects.ts";
import { presentGitCommit } from "./present-git.ts";

const blobBody = z.object({
  content: z.string(),
  encoding: z.enum(["utf-8", "base64"]).default("utf-8"),
});

const createBlob = repositoryRoute({
  method: "POST",
  path: "/git/blobs",
  app: ["contents:write"],
  user: "write",
  body: blobBody,
  answer: ({ world, repository, body }) => {
    const encoding = body.encoding === "base64" ? "base64" : "utf8";
    const sha = saveBlob(repository.objects, Buffer.from(body.content, encoding));
    return created({ sha, url: `${apiUrl(world, repository)}/git/blobs/${sha}` });
  },
});

function answerBlob(visit: RepositoryVisit): Reply {
  const { world, repository } = visit;
  const sha = param(visit, "file_sha");
  const bytes = loadObject(repository.objects, "blob", sha);
  if (bytes === undefined) return notFound();
  if (visit.accept.includes("raw")) return { status: 200, raw: bytes };
  return ok({
    sha,
    node_id: `B_${sha}`,
    size: bytes.length,
    url: `${apiUrl(world, repository)}/git/blobs/${sha}`,
    content: Buffer.from(bytes).toString("base64").replaceAll(/.{60}/g, "$&\n"),
    encoding: "base64",
  });
}

const getBlob = repositoryRoute({
  method: "GET",
  path: "/git/blobs/{file_sha}",
  app: ["contents:read"],
  user: "read",
  answer: answerBlob,
});

const person = z.object({
  name: z.string(),
  email: z.string(),
  date: z.iso.datetime({ offset: true }).optional(),
});

const commitBody = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: person.optional(),
  committer: person.optional(),
});

function answerCommit(visit: RepositoryVisit<z.infer<typeof commitBody>>): Reply {
  const { world, repository, author, body } = visit;
  const { objects } = repository;
  if (loadObject(objects, "tree", body.tree) === undefined) {
    return refused(422, "Tree SHA does not exist");
  }
  if (body.parents.some((parent) => loadObject(objects, "commit", parent) === undefined)) {
    return refused(422, "Parent SHA does not exist or is not a commit object");
  }
  const now = world.now();
  const signed = (who: z.infer<typeof person> | undefined): Signature | undefined => {
    if (who === undefined) return undefined;
    const at = who.date === undefined ? now : new Date(who.date);
    return { name: who.name, email: who.email, at: Math.floor(at.getTime() / 1000), zone: "+0000" };
  };
  const writer = signed(body.author) ?? signatureOf(author.account, now);
  const sha = saveCommit(objects, {
    tree: body.tree,
    parents: body.parents,
    author: writer,
    committer: signed(body.committer) ?? writer,
    message: body.message,
  });
  return created(presentGitCommit({ world, repository }, sha));
}

const createCommit = repositoryRoute({
  method: "POST",
  path: "/git/commits",
  app: ["contents:write"],
  user: "write",
  body: commitBody,
  answer: answerCommit,
});

const getCommit = repositoryRoute({
  method: "GET",
  path: "/git/commits/{commit_sha}",
  app: ["contents:read"],
  user: "read",
  answer: (visit) => {
    const sha = param(visit, "commit_sha");
    return loadObject(visit.repository.objects, "commit", sha) === undefined
      ? notFound()
      : ok(presentGitCommit(visit, sha));
  },
});

export const objectRoutes: readonly Route[] = [createBlob, getBlob, createCommit, getCommit];
