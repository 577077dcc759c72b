import { z } from "zod";
import { requirementsFor, missingChecks } from "../checks/required-checks.ts";
import { created, noContent, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { paginate } from "../http/paginate.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { param, type RepositoryVisit, type Route } from "../http/route.ts";
import { moveRef } from "../repositories/move-ref.ts";
import { isAncestor } from "./history.ts";
import { presentRef } from "./present-git.ts";

const get = repositoryRoute({
  method: "GET",
  path: "/git/ref/{ref}",
  app: ["contents:read"],
  user: "read",
  answer: (visit) => {
    const ref = `refs/${param(visit, "ref")}`;
    const sha = visit.repository.refs.get(ref);
    return sha === undefined ? notFound() : ok(presentRef(visit, ref, sha));
  },
});

const matching = repositoryRoute({
  method: "GET",
  path: "/git/matching-refs/{ref}",
  app: ["contents:read"],
  user: "read",
  answer: (visit) => {
    const start = `refs/${param(visit, "ref")}`;
    const items = [...visit.repository.refs].filter(([ref]) => ref.startsWith(start));
    return paginate(visit, {
      items: items.toSorted(([a], [b]) => (a < b ? -1 : 1)),
      present: ([ref, sha]) => presentRef(visit, ref, sha),
    });
  },
});

const createBody = z.object({ ref: z.string(), sha: z.string() });

/** Pull refs belong to GitHub; nobody may write them. */
const writable = /^refs\/(heads|tags)\/[^\s~^:?*[\\]+$/;

function answerCreate(visit: RepositoryVisit<z.infer<typeof createBody>>): Reply {
  const { repository, author, body } = visit;
  if (!writable.test(body.ref)) {
    return refused(422, "Reference name must start with 'refs/heads/' or 'refs/tags/'");
  }
  if (!repository.objects.has(body.sha)) return refused(422, "Object does not exist");
  if (repository.refs.has(body.ref)) return refused(422, "Reference already exists");
  moveRef(visit, { author, ref: body.ref, to: body.sha });
  return created(presentRef(visit, body.ref, body.sha));
}

const create = repositoryRoute({
  method: "POST",
  path: "/git/refs",
  app: ["contents:write"],
  user: "write",
  body: createBody,
  answer: answerCreate,
});

const updateBody = z.object({ sha: z.string(), force: z.boolean().default(false) });

/** Why a protected branch refuses this push, in GitHub's words. */
export function refusePush(
  visit: Pick<RepositoryVisit, "repository" | "author">,
  ref: string,
  sha: string,
): string | undefined {
  const branch = ref.replace("refs/heads/", "");
  const rules = requirementsFor(visit.repository, branch, visit.author);
  return missingChecks(visit.repository, sha, rules);
}

function answerUpdate(visit: RepositoryVisit<z.infer<typeof updateBody>>): Reply {
  const { repository, author, body } = visit;
  const ref = `refs/${param(visit, "ref")}`;
  const before = repository.refs.get(ref);
  if (before === undefined || !writable.test(ref)) {
    return refused(422, "Reference does not exist");
  }
  if (!repository.objects.has(body.sha)) return refused(422, "Object does not exist");
  const isForward = isAncestor(repository.objects, before, body.sha);
  if (!isForward && !body.force) return refused(422, "Update is not a fast forward");
  const isProtected = repository.protections.has(ref.replace("refs/heads/", ""));
  if (!isForward && isProtected) return refused(422, "Cannot force-push to this branch");
  const refusal = refusePush(visit, ref, body.sha);
  if (refusal !== undefined) return refused(422, refusal);
  moveRef(visit, { author, ref, to: body.sha });
  return ok(presentRef(visit, ref, body.sha));
}

const update = repositoryRoute({
  method: "PATCH",
  path: "/git/refs/{ref}",
  app: ["contents:write"],
  user: "write",
  body: updateBody,
  answer: answerUpdate,
});

const remove = repositoryRoute({
  method: "DELETE",
  path: "/git/refs/{ref}",
  app: ["contents:write"],
  user: "write",
  answer: (visit) => {
    const ref = `refs/${param(visit, "ref")}`;
    const { repository, author } = visit;
    if (!repository.refs.has(ref) || !writable.test(ref)) {
      return refused(422, "Reference does not exist");
    }
    if (repository.protections.has(ref.replace("refs/heads/", ""))) {
      return refused(422, "Cannot delete this protected branch");
    }
    moveRef(visit, { author, ref, to: undefined });
    return noContent();
  },
});

export const refRoutes: readonly Route[] = [get, matching, create, update, remove];
