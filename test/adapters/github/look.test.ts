import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pullNumber, repositoryId } from "../../../src/core/kernel/ids.ts";
import type { SeenPull } from "../../../src/ports/forge.ts";
import { openTheatre, type Stage, type Theatre } from "./stage.ts";

let theatre: Theatre;
let stage: Stage;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());
beforeEach(async () => {
  stage = await theatre.openStage();
});

const look = (): Promise<SeenPull> =>
  stage.forge.look(stage.installation, {
    repositoryId: stage.repository.id,
    pull: pullNumber(stage.pull),
  });

/** What GitHub is asked meanwhile, as `GET /template`. */
async function asking(act: () => Promise<unknown>): Promise<readonly string[]> {
  const asked: string[] = [];
  const stop = stage.github.onExchange(
    ({ method, route }) => void asked.push(`${method} ${route}`),
  );
  await act().finally(stop);
  return asked;
}

const at = () => ({ ...stage.name, pull_number: stage.pull });

const tipOf = async (branch: string) =>
  (await stage.owner.rest.git.getRef({ ...stage.name, ref: `heads/${branch}` })).data.object.sha;

const moveBase = () =>
  stage.owner.rest.repos.createOrUpdateFileContents({
    ...stage.name,
    path: "LATER.md",
    branch: "main",
    message: "later",
    content: "eA==",
  });

/** What somebody may have done to the pull request before it is looked at. */
const CASES: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["as it was opened", async () => {}],
  ["whose base moved on", moveBase],
  [
    "as a draft with a label and another body",
    async () => {
      const repository = `${stage.name.owner}/${stage.name.repo}`;
      const wanted = { repository, number: stage.pull, isDraft: true, by: "acme" };
      stage.github.setDraft(wanted);
      await stage.owner.rest.pulls.update({ ...at(), body: "Why\r\nnot?" });
      const issue = { ...stage.name, issue_number: stage.pull };
      await stage.owner.rest.issues.addLabels({ ...issue, labels: ["one", "two"] });
    },
  ],
  ["that was closed", () => stage.owner.rest.pulls.update({ ...at(), state: "closed" })],
  ["that was merged", () => stage.owner.rest.pulls.merge(at())],
  [
    "for another branch",
    async () => {
      const sha = await tipOf("main");
      await stage.owner.rest.git.createRef({ ...stage.name, ref: "refs/heads/next", sha });
      await stage.owner.rest.pulls.update({ ...at(), base: "next" });
    },
  ],
  [
    "of a repository that has another name since",
    () => stage.owner.rest.repos.update({ ...stage.name, name: `${stage.name.repo}-renamed` }),
  ],
];

describe("a look at a pull request", () => {
  it.each(CASES)("sees %s just as the repository and the pull request say", async (_, happens) => {
    await happens();

    const { repository, pull } = await look();

    const asked = await stage.forge.repository(stage.installation, stage.repository.id);
    expect(repository).toMatchObject({
      id: asked.id,
      fullName: asked.fullName,
      defaultBranch: asked.defaultBranch,
    });
    expect(pull).toEqual(await asked.pull(pullNumber(stage.pull)));
  });

  it("is one question where the repository was seen before", async () => {
    expect(await asking(look)).toEqual(["POST /graphql"]);
  });

  it("asks for the tip of another base by the branch's own name", async () => {
    const sha = await tipOf("main");
    await stage.owner.rest.git.createRef({ ...stage.name, ref: "refs/heads/next", sha });
    await stage.owner.rest.pulls.update({ ...at(), base: "next" });

    const asked = await asking(look);

    expect(asked).toEqual(["POST /graphql", "GET /repos/{owner}/{repo}/git/ref/{ref}"]);
  });

  it("stands on the branch, whatever tag has its name", async () => {
    await stage.owner.rest.git.createRef({
      ...stage.name,
      ref: "refs/tags/main",
      sha: stage.head,
    });
    const { pull } = await look();

    expect(pull.baseSha).toBe(await tipOf("main"));
    expect(pull.baseSha).not.toBe(stage.head);
  });

  it("is of the repository with this number, though another has its name", async () => {
    const { owner, repo } = stage.name;
    await stage.owner.rest.repos.update({ ...stage.name, name: `${repo}-moved` });
    const files = { "README.md": "# Another\n" };
    const other = stage.github.createRepository({ owner, name: repo, files });
    const head = await stage.owner.rest.git.getRef({ owner, repo, ref: "heads/main" });
    const ref = { owner, repo, ref: "refs/heads/change", sha: head.data.object.sha };
    await stage.owner.rest.git.createRef(ref);
    const file = { owner, repo, path: "N.md", message: "n", content: "eA==", branch: "change" };
    await stage.owner.rest.repos.createOrUpdateFileContents(file);
    const pull = { owner, repo, title: "Theirs", head: "change", base: "main" };
    expect((await stage.owner.rest.pulls.create(pull)).data.number).toBe(stage.pull);

    const seen = await look();

    expect(other.id).not.toBe(seen.repository.id);
    expect(seen.repository.fullName).toBe(`${owner}/${repo}-moved`);
    expect(seen.pull).toMatchObject({ title: "Note", headSha: stage.head });
  });

  it("of what is not there is a fault", async () => {
    const nowhere = { repositoryId: stage.repository.id, pull: pullNumber(999) };
    await expect(stage.forge.look(stage.installation, nowhere)).rejects.toThrow();

    const unseen = { repositoryId: repositoryId(1), pull: pullNumber(1) };
    await expect(stage.forge.look(stage.installation, unseen)).rejects.toThrow();
  });

  it("that GitHub fails to answer is a fault, and asks for nothing else", async () => {
    const route = "/graphql";
    stage.github.faults.inject({ route }, { kind: "error", status: 502, when: "before" });

    const asked = await asking(() => look().catch(() => {}));

    expect(asked).toEqual(["POST /graphql"]);
    expect((await look()).pull.number).toBe(stage.pull);
  });
});
