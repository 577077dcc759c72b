import type { Files } from "../builders.ts";
import type { Answer, Site } from "./stand.ts";

const BODY = "## Hypothesis\n\nIt helps.\n\n## Objective\n\ntask\n";

/** Who proposes. */
const PROPOSER = "triage-bot[bot]";

/** Who may ask for stages. */
export const OPERATOR = "dana";

/** A commit of these files on top of another, to which no branch points yet. */
async function commit(site: Site, parent: string, files: Files): Promise<string> {
  const before = await must(site.ask(PROPOSER, "GET", { path: `/git/commits/${parent}` }));
  const tree = await must(
    site.ask(PROPOSER, "POST", {
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
  return (await must(site.ask(PROPOSER, "POST", { path: "/git/commits", body }))).body.sha;
}

async function tip(site: Site): Promise<string> {
  const main = await must(site.ask(PROPOSER, "GET", { path: "/git/ref/heads/main" }));
  return main.body.object.sha;
}

/** Opens a pull request from the newest `main`; answers its number. */
export async function propose(site: Site, branch: string, files: Files): Promise<number> {
  const sha = await commit(site, await tip(site), files);
  const ref = `refs/heads/${branch}`;
  await must(site.ask(PROPOSER, "POST", { path: "/git/refs", body: { ref, sha } }));
  const body = { title: branch, body: BODY, head: branch, base: "main" };
  return (await must(site.ask(PROPOSER, "POST", { path: "/pulls", body }))).body.number;
}

/** Puts other files on the branch, in place of what was there. */
export async function forcePush(site: Site, branch: string, files: Files): Promise<void> {
  const sha = await commit(site, await tip(site), files);
  await site.ask(PROPOSER, "PATCH", {
    path: `/git/refs/heads/${branch}`,
    body: { sha, force: true },
  });
}

/** Somebody moves the default branch by something that touches no agent. */
export async function moveBase(site: Site, nth: number): Promise<void> {
  const number = await propose(site, `notes-${nth}`, { [`notes-${nth}.md`]: "Notes.\n" });
  await site.ask(site.owner, "PUT", { path: `/pulls/${number}/merge`, body: {} });
}

export async function label(site: Site, pull: number, [who, command]: Order): Promise<void> {
  const body = { labels: [`omega:${command}`] };
  await site.ask(who, "POST", { path: `/issues/${pull}/labels`, body });
}

export async function comment(site: Site, pull: number, [who, command]: Order): Promise<void> {
  const body = { body: `/omega ${command}` };
  await site.ask(who, "POST", { path: `/issues/${pull}/comments`, body });
}

/** Presses a button of the release check, where it is shown. */
export function press(site: Site, pull: number, [who, command]: Order): void {
  const { repository } = site;
  const head = repository.pulls.get(pull)?.headSha;
  const run = [...repository.checkRuns.values()].findLast(
    ({ name, headSha }) => name === "omega / release" && headSha === head,
  );
  if (run === undefined || !run.actions.some(({ identifier }) => identifier === command)) return;
  site.stand.github.requestAction({
    repository: `${site.owner}/${repository.name}`,
    checkRunId: run.id,
    identifier: command,
    by: who,
  });
}

export async function setState(site: Site, pull: number, state: "open" | "closed"): Promise<void> {
  await site.ask(PROPOSER, "PATCH", { path: `/pulls/${pull}`, body: { state } });
}

export function setDraft(site: Site, pull: number, isDraft: boolean): void {
  const repository = `${site.owner}/${site.repository.name}`;
  site.stand.github.setDraft({ repository, number: pull, isDraft, by: PROPOSER });
}

/** Who, and what they ask for. */
type Order = readonly [string, string];

async function must(asking: Promise<Answer>): Promise<Answer> {
  const answer = await asking;
  if (answer.status < 300) return answer;
  throw new Error(`the test's own request failed: ${JSON.stringify(answer)}`);
}
