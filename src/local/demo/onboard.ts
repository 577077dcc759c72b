import { setTimeout as pause } from "node:timers/promises";
import { type DemoWorld, REPOSITORY } from "./world.ts";

const LOOK_EVERY = 100;
const PATIENCE = 60_000;

/**
 * Asks for a charter, as an administrator who just installed the app would: by a comment on some
 * pull request. The app must not have said a word about that one.
 */
export async function onboard(
  { steward }: DemoWorld,
  silent: number,
): Promise<{ readonly pull: number; readonly url: string }> {
  const { rest } = steward.octokit;
  await rest.issues.createComment({ ...REPOSITORY, issue_number: silent, body: "/omega onboard" });
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await pause(LOOK_EVERY)) {
    const { data } = await rest.pulls.list({ ...REPOSITORY, state: "open" });
    const proposed = data.find(({ head }) => head.ref === "agent-omega/onboarding");
    if (proposed === undefined) continue;
    await expectSilence(steward, silent);
    await rest.pulls.update({ ...REPOSITORY, pull_number: silent, state: "closed" });
    return { pull: proposed.number, url: proposed.html_url };
  }
  throw new Error("the app proposed no charter");
}

async function expectSilence(steward: DemoWorld["steward"], pull: number): Promise<void> {
  const { rest } = steward.octokit;
  const { data } = await rest.pulls.get({ ...REPOSITORY, pull_number: pull });
  const checks = await rest.checks.listForRef({ ...REPOSITORY, ref: data.head.sha });
  if (checks.data.total_count + data.labels.length > 0 || data.comments !== 1) {
    throw new Error("the app spoke where nobody governs");
  }
}
