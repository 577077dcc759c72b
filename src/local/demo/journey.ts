import type { GitHubUser } from "./github-user.ts";
import type { RepositoryName } from "./proposer.ts";
import type { Journey } from "./scenario.ts";

/** How often a person would look again, and how long they would wait. */
const LOOK_EVERY = 250;
const PATIENCE = 120_000;

/** States in which the app has said its word and nothing more happens by itself. */
const RESTING = [
  "rejected",
  "quarantined",
  "held",
  "waiting",
  "rolled-back",
  "promoted",
  "withdrawn",
];

/** Journeys on which nobody asks for a stage. */
const AT_GATES: readonly Journey[] = ["gates-only", "until-one-waits", "until-evidence-suffices"];

export type Traveller = {
  readonly operator: GitHubUser;
  /** Two people who may approve an amendment together. */
  readonly stewards: readonly GitHubUser[];
  /** Somebody whose wishes count for nothing. */
  readonly outsider: GitHubUser;
  readonly repository: RepositoryName;
  readonly pull: number;
  /** Told whenever the state that GitHub shows has changed. */
  readonly onState: (state: string) => void | Promise<void>;
};

/**
 * Takes a pull request as far as its people would, doing only what people can: look at labels,
 * checks and deployments, and put a command label when the state allows it.
 */
export async function travel(journey: Journey, traveller: Traveller): Promise<void> {
  if (AT_GATES.includes(journey)) {
    await until(traveller, async () => (await isDecided(traveller)) || undefined);
    return;
  }
  if (journey === "to-approval") return approve(traveller);
  if (journey === "from-silence") {
    await approve(traveller);
    return merge(traveller);
  }
  const decided = await reach(traveller, ["accepted", ...RESTING]);
  if (decided !== "accepted" || journey === "beside-live-traffic") return;
  if (journey === "with-an-outsider") return intrude(traveller);
  if (journey === "once-asked") {
    await put(traveller, "shadow");
    await reach(traveller, RESTING);
    return;
  }
  for (const stage of ["shadow", "canary"] as const) {
    await put(traveller, stage);
    if (!(await stageSucceeds(traveller, stage))) return;
  }
  await put(traveller, "promote");
  await reach(traveller, RESTING);
}

/** Waits until the pull request shows one of these states. */
export async function awaitState(traveller: Traveller, states: readonly string[]): Promise<void> {
  await reach(traveller, states);
}

/** Waits for what nobody has to do: a quarantined change is accepted once its evidence suffices. */
export async function awaitEvidence(traveller: Traveller): Promise<void> {
  await reach(traveller, ["accepted", "rejected", "held"]);
}

/**
 * What stewards do with a change of the charter. Merging it is theirs too, and is left to whoever
 * plays on: everything would be judged again by the new charter.
 */
async function approve(traveller: Traveller): Promise<void> {
  const { stewards, repository, pull: pull_number } = traveller;
  await reach(traveller, ["approvals", ...RESTING]);
  for (const { octokit } of stewards) {
    await octokit.rest.pulls.createReview({ ...repository, pull_number, event: "APPROVE" });
  }
  await reach(traveller, ["approved", ...RESTING]);
}

/** A comment is open to everybody, whatever the repository lets them do; the answer stands in ours. */
async function intrude(traveller: Traveller): Promise<void> {
  const { outsider, repository, pull: issue_number } = traveller;
  const { issues } = outsider.octokit.rest;
  await issues.createComment({ ...repository, issue_number, body: "/omega shadow" });
  await until(traveller, async () => {
    const { data } = await issues.listComments({ ...repository, issue_number });
    return data.some(({ body }) => body?.includes("command-not-permitted")) || undefined;
  });
}

/** The first charter is merged by a person, like every change of it. */
async function merge({ operator, repository, pull: pull_number }: Traveller): Promise<void> {
  await operator.octokit.rest.pulls.merge({ ...repository, pull_number });
}

/** The release check says its last word for this head, or the state label does. */
async function isDecided(traveller: Traveller): Promise<boolean> {
  const { operator, repository, pull } = traveller;
  const { data } = await operator.octokit.rest.pulls.get({ ...repository, pull_number: pull });
  const checks = await operator.octokit.rest.checks.listForRef({
    ...repository,
    ref: data.head.sha,
    check_name: "omega / release",
  });
  const conclusion = checks.data.check_runs.at(0)?.conclusion;
  if (conclusion === "success" || conclusion === "failure") return true;
  const state = await currentState(traveller);
  return state !== undefined && RESTING.includes(state);
}

/** Waits until the pull request shows one of the states, and says which. */
async function reach(traveller: Traveller, states: readonly string[]): Promise<string> {
  return until(traveller, async () => {
    const state = await currentState(traveller);
    return state !== undefined && states.includes(state) ? state : undefined;
  });
}

/** Waits for the newest deployment of a stage to succeed, or for the pull request to come to rest. */
async function stageSucceeds(traveller: Traveller, stage: "shadow" | "canary"): Promise<boolean> {
  return until(traveller, async () => {
    const state = await currentState(traveller);
    if (state !== undefined && RESTING.includes(state)) return false;
    return (await deploymentState(traveller, stage)) === "success" ? true : undefined;
  });
}

async function deploymentState(
  { operator, repository, pull }: Traveller,
  stage: string,
): Promise<string | undefined> {
  const { octokit } = operator;
  const { data } = await octokit.rest.pulls.get({ ...repository, pull_number: pull });
  const deployments = await octokit.rest.repos.listDeployments({
    ...repository,
    sha: data.head.sha,
    environment: `triage/${stage}`,
  });
  const newest = deployments.data.at(0);
  if (newest === undefined) return undefined;
  const statuses = await octokit.rest.repos.listDeploymentStatuses({
    ...repository,
    deployment_id: newest.id,
  });
  return statuses.data.at(0)?.state;
}

async function put({ operator, repository, pull }: Traveller, command: string): Promise<void> {
  await operator.octokit.rest.issues.addLabels({
    ...repository,
    issue_number: pull,
    labels: [`omega:${command}`],
  });
}

async function currentState(traveller: Traveller): Promise<string | undefined> {
  const { operator, repository, pull } = traveller;
  const labels = await operator.octokit.rest.issues.listLabelsOnIssue({
    ...repository,
    issue_number: pull,
  });
  const state = stateOf(labels.data.map(({ name }) => name));
  if (state !== undefined) await traveller.onState(state);
  return state;
}

function stateOf(labels: readonly string[]): string | undefined {
  return labels.find((label) => label.startsWith("omega-state:"))?.slice("omega-state:".length);
}

async function until<Answer>(
  traveller: Traveller,
  look: () => Promise<Answer | undefined>,
): Promise<Answer> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline)
      throw new Error(`pull request ${traveller.pull} did not come to rest`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}
