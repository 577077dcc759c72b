import { expect } from "vitest";
import type { Entry } from "../../src/core/ledger/entry.ts";
import { runOmega } from "../../src/local/demo/program.ts";
import { exportRecord, readRecord } from "../../src/local/demo/record.ts";
import { REPOSITORY } from "../../src/local/demo/world.ts";
import type { Desk } from "./desk.ts";

/** Everything that must stand on GitHub once and no more, whoever died while it was written. */
export async function expectNothingTwice(desk: Desk, pull: number): Promise<void> {
  const { rest } = desk.steward.octokit;
  const at = { ...REPOSITORY, per_page: 100 };
  const { data } = await rest.pulls.get({ ...at, pull_number: pull });
  const runs = await rest.checks.listForRef({ ...at, ref: data.head.sha, filter: "all" });
  expectDistinct(runs.data.check_runs.map(({ name }) => name));
  expectDistinct(runs.data.check_runs.map((run) => run.external_id));
  const comments = await rest.issues.listComments({ ...at, issue_number: pull });
  expect(comments.data.filter(({ user }) => user?.type === "Bot")).toHaveLength(1);
  const reviews = await rest.pulls.listReviews({ ...at, pull_number: pull });
  expect(reviews.data.length).toBeLessThanOrEqual(1);
  const deployments = await rest.repos.listDeployments({ ...at, sha: data.head.sha });
  expectDistinct(deployments.data.map(({ environment }) => environment));
  const states = data.labels.filter(({ name }) => name.startsWith("omega-state:"));
  expect(states).toHaveLength(1);
}

/** How often `main` got the change of a promotion. */
export async function countPromotions(desk: Desk): Promise<number> {
  const { rest } = desk.steward.octokit;
  const commits = await rest.repos.listCommits({ ...REPOSITORY, sha: "main", per_page: 100 });
  return commits.data.filter(({ commit }) => commit.message.startsWith("Promote ")).length;
}

/** The record as a reader gets it; `omega verify` has found no gap and no forgery in it. */
export async function verifiedRecord(desk: Desk): Promise<readonly Entry[]> {
  const file = await exportRecord(desk, desk.github.tokenFor("dana"));
  expect(await runOmega(["verify", file])).toMatchObject({ code: 0 });
  return readRecord(file);
}

/** What the record says of a pull request: one decision, one verdict per gate, no input twice. */
export function expectOneStory(record: readonly Entry[], pull: number): void {
  const entries = record.filter(({ subject }) => subject.pull === pull);
  const bodies = (kind: Entry["kind"]): readonly Entry["body"][] =>
    entries.filter((entry) => entry.kind === kind).map(({ body }) => body);
  expect(bodies("decision")).toHaveLength(1);
  expectDistinct(bodies("gate").map(({ gate }) => gate));
  expectDistinct(bodies("delivery").map((body) => JSON.stringify(body)));
  expectDistinct(bodies("command").map(({ delivery }) => delivery));
  expectDistinct(bodies("stage").map((body) => JSON.stringify(body)));
}

function expectDistinct(names: readonly unknown[]): void {
  expect(names).toEqual([...new Set(names)]);
}
