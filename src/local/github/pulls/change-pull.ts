import { z } from "zod";
import { reaches } from "../accounts/account.ts";
import type { Json } from "../accounts/present-account.ts";
import { invalid, ok, refused, type Reply } from "../http/reply.ts";
import { branchTip, roleOf } from "../repositories/repository.ts";
import { announcePull } from "./announce-pull.ts";
import { closePull } from "./close-pull.ts";
import { presentPull } from "./present-pull.ts";
import { pullRoute, type PullVisit } from "./pull-route.ts";

const body = z.object({
  title: z.string().min(1).max(256).optional(),
  body: z.string().max(65_536).nullish(),
  state: z.enum(["open", "closed"]).optional(),
  base: z.string().optional(),
});
type Visit = PullVisit<z.infer<typeof body>>;

function mayChange({ author, repository, pull }: Visit): boolean {
  if (author.app !== undefined || pull.author.account.id === author.account.id) return true;
  return reaches(roleOf(repository, author.account), "write");
}

/** GitHub tells the old values only, under `changes`. */
function editText({ pull, body }: Visit): Json {
  const changes: Json = {};
  if (body.title !== undefined && body.title !== pull.title) {
    changes["title"] = { from: pull.title };
    pull.title = body.title;
  }
  if (body.body !== undefined && (body.body ?? undefined) !== pull.body) {
    changes["body"] = { from: pull.body ?? null };
    pull.body = body.body ?? undefined;
  }
  return changes;
}

function editBase({ repository, pull, body }: Visit): Json {
  if (body.base === undefined || body.base === pull.baseBranch) return {};
  const base = { ref: { from: pull.baseBranch }, sha: { from: pull.baseSha } };
  pull.baseBranch = body.base;
  pull.baseSha = branchTip(repository, body.base) ?? pull.baseSha;
  return { base };
}

function reopen(visit: Visit): Reply | undefined {
  const { world, repository, author, pull } = visit;
  const source = world.repositories.get(pull.head.repositoryId);
  const tip = source && branchTip(source, pull.head.branch);
  const refusal = (message: string): Reply =>
    invalid({ resource: "PullRequest", field: "state", code: "invalid", message });
  if (pull.merged !== undefined)
    return refusal("state cannot be changed. The pull request was merged.");
  if (tip === undefined) return refusal("state cannot be changed. The head branch was deleted.");
  pull.state = "open";
  pull.closedAt = undefined;
  pull.headSha = tip;
  repository.refs.set(`refs/pull/${pull.number}/head`, tip);
  announcePull(visit, pull, { action: "reopened", sender: author.account });
  return undefined;
}

function refuseBase({ repository, pull, body }: Visit): Reply | undefined {
  if (body.base === undefined) return undefined;
  const gap = { resource: "PullRequest", field: "base", code: "invalid" } as const;
  if (branchTip(repository, body.base) === undefined) return invalid(gap);
  const message = "Cannot change the base branch of a closed pull request.";
  return pull.state === "closed" ? invalid({ ...gap, message }) : undefined;
}

function answer(visit: Visit): Reply {
  const { world, author, pull, body } = visit;
  if (!mayChange(visit)) return refused(403, "Must have push access to Repository.");
  const gap = refuseBase(visit);
  if (gap !== undefined) return gap;
  const changes = { ...editText(visit), ...editBase(visit) };
  if (Object.keys(changes).length > 0) {
    pull.updatedAt = world.now();
    announcePull(visit, pull, { action: "edited", sender: author.account, extra: { changes } });
  }
  if (body.state === "closed" && pull.state === "open") closePull(visit, pull, author.account);
  const refusal = body.state === "open" && pull.state === "closed" ? reopen(visit) : undefined;
  return refusal ?? ok(presentPull(visit, pull));
}

export const changePullRoute = pullRoute({ method: "PATCH", path: "", user: "read", body, answer });
