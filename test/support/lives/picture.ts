import { loadCommit } from "../../../src/local/github/git/commit.ts";
import type { Entry } from "../../../src/core/ledger/entry.ts";
import type { Repository } from "../../../src/local/github/repositories/repository.ts";
import type { Site } from "./stand.ts";
import { textOf } from "./story.ts";

/**
 * All that anybody can see of a repository that is at rest, without numbers and times: two that went
 * the same way have equal pictures, whatever happened to the app meanwhile.
 */
export type Picture = {
  readonly pulls: readonly unknown[];
  readonly checks: readonly string[];
  readonly deployments: readonly string[];
  /** Titles of the promotions on the default branch. */
  readonly promotions: number;
  readonly ledger: readonly string[];
};

const BOT = "agent-omega[bot]";

export function pictureOf(site: Site): Picture {
  const { repository } = site;
  const entries = entriesOf(site);
  return {
    pulls: [...repository.pulls.values()].map((pull) => ({
      state: pull.merged === undefined ? pull.state : "merged",
      labels: pull.labels.map(({ name }) => name).toSorted(),
      comments: [...repository.comments.values()]
        .filter(({ issue, author }) => issue === pull.number && author.account.login === BOT)
        .map(({ body }) => body),
      reviews: pull.reviews.filter(({ author }) => author.account.login === BOT).length,
    })),
    checks: [...repository.checkRuns.values()]
      .map(({ name, conclusion, title }) => `${name}: ${conclusion}, ${title}`)
      .toSorted(),
    deployments: [...repository.deployments.values()].map(
      ({ environment, statuses }) =>
        `${environment}: ${statuses.map(({ state, description }) => `${state} (${description})`).join(", ")}`,
    ),
    promotions: promotionsOn(repository).length,
    ledger: entries.filter(({ kind }) => kind !== "delivery").map(lineOf),
  };
}

/** What was written into the record, in order. */
export function entriesOf({ scenes }: Pick<Site, "scenes">): readonly Entry[] {
  return scenes.flatMap((scene) => (scene.kind === "entry" ? [scene.entry] : []));
}

function lineOf({ kind, body }: Entry): string {
  const facts = ["gate", "outcome", "decision", "command", "stage", "step", "share", "reason_code"];
  return [kind, ...facts.flatMap((fact) => (fact in body ? [textOf(body[fact])] : []))].join(" ");
}

/** Commits on the default branch that a promotion made, newest first. */
export function promotionsOn({ objects, refs }: Repository): readonly string[] {
  const found: string[] = [];
  for (let at = refs.get("refs/heads/main"); at !== undefined;) {
    const { message, parents } = loadCommit(objects, at);
    if (message.startsWith("Promote ")) found.push(message);
    [at] = parents;
  }
  return found;
}
