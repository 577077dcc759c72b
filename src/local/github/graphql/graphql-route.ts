import { z } from "zod";
import { reaches } from "../accounts/account.ts";
import type { Author } from "../accounts/author.ts";
import { grants } from "../apps/app.ts";
import type { Place } from "../git/present-git.ts";
import { ok, refused, type Reply } from "../http/reply.ts";
import { refuseBody, type Route, type Visit } from "../http/route.ts";
import type { Pull } from "../pulls/pull.ts";
import { roleOf, type Repository } from "../repositories/repository.ts";
import { findRepository } from "../world.ts";
import { enqueue } from "../queue/merge-queue.ts";
import { failed } from "./failed.ts";
import { answerLook } from "./look-at-pull.ts";

const body = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()) });

const asked = z.object({ owner: z.string(), repo: z.string(), number: z.number() });

const enqueued = z.object({ pull: z.string(), head: z.string() });

function authorIn({ actor }: Visit, repository: Repository): Author | undefined {
  if (actor.kind === "user") {
    const { account } = actor;
    return reaches(roleOf(repository, account), "write") ? { account, app: undefined } : undefined;
  }
  if (actor.kind !== "installation") return undefined;
  const { installation } = actor.grant;
  const isHeld = installation.repositoryIds.has(repository.id);
  const mayMerge = grants(actor.grant.permissions, "contents:write");
  return isHeld && mayMerge ? { account: installation.app.bot, app: installation.app } : undefined;
}

/** `repository { pullRequest { id isInMergeQueue } }`. */
function answerQueued(visit: Visit, variables: unknown): Reply {
  const { owner, repo, number } = asked.parse(variables);
  const repository = findRepository(visit.world, owner, repo);
  const pull = repository?.pulls.get(number);
  if (repository === undefined || pull === undefined) {
    return failed("NOT_FOUND", "Could not resolve to a PullRequest");
  }
  const isInMergeQueue = repository.queue.some((entry) => entry.pull === number);
  return ok({ data: { repository: { pullRequest: { id: `PR_${pull.id}`, isInMergeQueue } } } });
}

function findPull(visit: Visit, node: string): (Place & { readonly pull: Pull }) | undefined {
  for (const repository of visit.world.repositories.values()) {
    const pull = [...repository.pulls.values()].find(({ id }) => `PR_${id}` === node);
    if (pull !== undefined) return { world: visit.world, repository, pull };
  }
  return undefined;
}

function answerEnqueue(visit: Visit, variables: unknown): Reply {
  const { pull: node, head } = enqueued.parse(variables);
  const place = findPull(visit, node);
  if (place === undefined) return failed("NOT_FOUND", `Could not resolve to a node: ${node}`);
  const author = authorIn(visit, place.repository);
  if (author === undefined) return failed("FORBIDDEN", "Resource not accessible by integration");
  if (place.pull.headSha !== head) return failed("UNPROCESSABLE", "Head sha didn't match expected");
  const entry = enqueue(place, { pull: place.pull, author });
  if (typeof entry === "string") return failed("UNPROCESSABLE", entry);
  return ok({ data: { enqueuePullRequest: { mergeQueueEntry: { id: entry.id } } } });
}

/** Of GraphQL what REST has not, the merge queue, and what it has in more requests than one. */
export const graphqlRoute: Route = {
  method: "POST",
  path: "/graphql",
  answer: (visit) => {
    if (visit.actor.kind === "anonymous") return refused(401, "Requires authentication");
    const parsed = body.safeParse(visit.body);
    if (!parsed.success) return refuseBody(parsed.error);
    const { query, variables } = parsed.data;
    if (query.includes("enqueuePullRequest")) return answerEnqueue(visit, variables);
    if (query.includes("isInMergeQueue")) return answerQueued(visit, variables);
    if (query.includes("headRefOid")) return answerLook(visit, variables);
    return failed("UNDEFINED_FIELD", "This GitHub knows pull requests and the merge queue alone");
  },
};
