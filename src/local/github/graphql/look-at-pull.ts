import { z } from "zod";
import type { Account } from "../accounts/account.ts";
import type { Json } from "../accounts/present-account.ts";
import { ok, type Reply } from "../http/reply.ts";
import { isVisible } from "../http/repository-route.ts";
import type { Visit } from "../http/route.ts";
import type { Pull } from "../pulls/pull.ts";
import { branchTip, type Repository } from "../repositories/repository.ts";
import { findMoved, findRepository, type World } from "../world.ts";
import { failed } from "./failed.ts";

const asked = z.object({ owner: z.string(), repo: z.string(), number: z.number() });

/** What GraphQL calls a bot: without the ending that REST gives its login. */
function presentActor({ type, login, id }: Account): Json {
  const name = type === "Bot" ? login.replace(/\[bot\]$/, "") : login;
  return { __typename: type, login: name, databaseId: id };
}

function presentDefaultBranch(repository: Repository): Json | null {
  const { defaultBranch: name } = repository;
  const tip = branchTip(repository, name);
  return tip === undefined ? null : { name, prefix: "refs/heads/", target: { oid: tip } };
}

function presentPull(world: World, pull: Pull): Json {
  const head = world.repositories.get(pull.head.repositoryId);
  return {
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    state: pull.merged === undefined ? pull.state.toUpperCase() : "MERGED",
    isDraft: pull.isDraft,
    author: presentActor(pull.author.account),
    headRefOid: pull.headSha,
    headRefName: pull.head.branch,
    headRepository: head === undefined ? null : { databaseId: head.id },
    baseRefName: pull.baseBranch,
    baseRefOid: pull.baseSha,
    mergeCommit: pull.merged === undefined ? null : { oid: pull.merged.sha },
    labels: { nodes: pull.labels.map(({ name }) => ({ name })) },
  };
}

/** `repository { … pullRequest { … } }`. A former name leads on, as everywhere. */
export function answerLook({ world, actor }: Visit, variables: unknown): Reply {
  const { owner, repo, number } = asked.parse(variables);
  const repository = findRepository(world, owner, repo) ?? findMoved(world, owner, repo);
  if (repository === undefined || !isVisible(actor, repository)) {
    return failed(
      "NOT_FOUND",
      `Could not resolve to a Repository with the name '${owner}/${repo}'.`,
    );
  }
  const pull = repository.pulls.get(number);
  if (pull === undefined) {
    return failed("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${number}.`);
  }
  return ok({
    data: {
      repository: {
        databaseId: repository.id,
        name: repository.name,
        owner: { login: repository.owner.login },
        mergeCommitAllowed: true,
        squashMergeAllowed: true,
        defaultBranchRef: presentDefaultBranch(repository),
        pullRequest: presentPull(world, pull),
      },
    },
  });
}
