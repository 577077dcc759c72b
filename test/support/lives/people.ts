import type { Files } from "../builders.ts";
import type { Answer, Ground } from "./ground.ts";

/** What a proposer says that a change is for. */
export type Objective = "task" | "neutral";

function bodyFor(objective: Objective): string {
  return `## Hypothesis\n\nIt helps.\n\n## Objective\n\n${objective}\n`;
}

/** Who proposes. */
const PROPOSER = "triage-bot[bot]";

/** Who may ask for stages. */
export const OPERATOR = "dana";

/** A commit of these files on top of another, to which no branch points yet. */
async function commit(ground: Ground, parent: string, files: Files): Promise<string> {
  const before = await must(ground.ask(PROPOSER, "GET", { path: `/git/commits/${parent}` }));
  const tree = await must(
    ground.ask(PROPOSER, "POST", {
      path: "/git/trees",
      body: {
        base_tree: before.body.tree.sha,
        tree: Object.entries(files).map(([path, content]) => ({
          path,
          content,
          mode: "100644",
          type: "blob",
        })),
      },
    }),
  );
  const body = { message: "a change", tree: tree.body.sha, parents: [parent] };
  return (await must(ground.ask(PROPOSER, "POST", { path: "/git/commits", body }))).body.sha;
}

async function tip(ground: Ground): Promise<string> {
  const main = await must(ground.ask(PROPOSER, "GET", { path: "/git/ref/heads/main" }));
  return main.body.object.sha;
}

/** Opens a pull request from the newest `main`; answers its number. */
export async function propose(ground: Ground, branch: string, files: Files): Promise<number> {
  const sha = await commit(ground, await tip(ground), files);
  const ref = `refs/heads/${branch}`;
  await must(ground.ask(PROPOSER, "POST", { path: "/git/refs", body: { ref, sha } }));
  const body = { title: branch, body: bodyFor("task"), head: branch, base: "main" };
  return (await must(ground.ask(PROPOSER, "POST", { path: "/pulls", body }))).body.number;
}

/** Puts other files on the branch, in place of what was there. */
export async function forcePush(ground: Ground, pull: number, files: Files): Promise<void> {
  const branch = ground.repository.pulls.get(pull)?.head.branch;
  const sha = await commit(ground, await tip(ground), files);
  await ground.ask(PROPOSER, "PATCH", {
    path: `/git/refs/heads/${branch}`,
    body: { sha, force: true },
  });
}

/** Merges what the base has become into the branch, where GitHub can. */
export async function bringUpToDate(ground: Ground, pull: number): Promise<void> {
  await ground.ask(PROPOSER, "PUT", { path: `/pulls/${pull}/update-branch`, body: {} });
}

/** Somebody moves the default branch by something that touches no agent. */
export async function moveBase(ground: Ground, nth: number): Promise<void> {
  const number = await propose(ground, `notes-${nth}`, { [`notes-${nth}.md`]: "Notes.\n" });
  await ground.ask(ground.owner, "PUT", { path: `/pulls/${number}/merge`, body: {} });
}

export async function label(ground: Ground, pull: number, [who, command]: Order): Promise<void> {
  const body = { labels: [`omega:${command}`] };
  await ground.ask(who, "POST", { path: `/issues/${pull}/labels`, body });
}

export async function comment(ground: Ground, pull: number, [who, command]: Order): Promise<void> {
  const body = { body: `/omega ${command}` };
  await ground.ask(who, "POST", { path: `/issues/${pull}/comments`, body });
}

/** Presses a button of the release check, where it is shown. */
export function press(ground: Ground, pull: number, [who, command]: Order): void {
  const { repository } = ground;
  const head = repository.pulls.get(pull)?.headSha;
  const run = [...repository.checkRuns.values()].findLast(
    ({ name, headSha }) => name === "omega / release" && headSha === head,
  );
  if (run === undefined || !run.actions.some(({ identifier }) => identifier === command)) return;
  ground.github.requestAction({
    repository: `${ground.owner}/${repository.name}`,
    checkRunId: run.id,
    identifier: command,
    by: who,
  });
}

export async function setState(
  ground: Ground,
  pull: number,
  state: "open" | "closed",
): Promise<void> {
  await ground.ask(PROPOSER, "PATCH", { path: `/pulls/${pull}`, body: { state } });
}

/** Says that the change is for something else. */
export async function setObjective(
  ground: Ground,
  pull: number,
  objective: Objective,
): Promise<void> {
  const body = { body: bodyFor(objective) };
  await ground.ask(PROPOSER, "PATCH", { path: `/pulls/${pull}`, body });
}

/** Somebody approves what the head is now. */
export async function approve(ground: Ground, pull: number, who: string): Promise<void> {
  const path = `/pulls/${pull}/reviews`;
  await ground.ask(who, "POST", { path, body: { event: "APPROVE" } });
}

/** An approval that somebody gave last is taken back, if any was given. */
export async function takeBack(ground: Ground, pull: number): Promise<void> {
  const given = ground.repository.pulls
    .get(pull)
    ?.reviews.findLast(({ state }) => state === "APPROVED");
  if (given === undefined) return;
  const path = `/pulls/${pull}/reviews/${given.id}/dismissals`;
  await ground.ask(ground.owner, "PUT", { path, body: { message: "not any more" } });
}

export function setDraft(ground: Ground, pull: number, isDraft: boolean): void {
  const repository = `${ground.owner}/${ground.repository.name}`;
  ground.github.setDraft({ repository, number: pull, isDraft, by: PROPOSER });
}

/** Who, and what they ask for. */
type Order = readonly [string, string];

async function must(asking: Promise<Answer>): Promise<Answer> {
  const answer = await asking;
  if (answer.status < 300) return answer;
  throw new Error(`the test's own request failed: ${JSON.stringify(answer)}`);
}
