import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Conclusion, Effect } from "../../../src/core/decision/effect.ts";
import { pullNumber } from "../../../src/core/kernel/ids.ts";
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

const REQUIRED = "omega / decision";

const merge = (): Effect => ({
  kind: "merge",
  slot: "rollout/r/merge",
  pull: pullNumber(stage.pull),
  sha: stage.head,
  title: "Promote triage",
});

const conclude = (conclusion: Conclusion) =>
  stage.perform({
    kind: "publish-check",
    slot: `check/${stage.head}/${stage.pull}/${REQUIRED}`,
    sha: stage.head,
    name: REQUIRED,
    conclusion,
    title: "Decided",
    summary: "",
    annotations: [],
    actions: [],
  });

const requireCheck = () =>
  stage.owner.rest.repos.updateBranchProtection({
    ...stage.name,
    branch: "main",
    required_status_checks: {
      strict: false,
      contexts: [],
      checks: [{ context: REQUIRED, app_id: stage.github.appId }],
    },
    enforce_admins: true,
    required_pull_request_reviews: null,
    restrictions: null,
  });

const pull = () => stage.repository.pull(pullNumber(stage.pull));

describe("a merge", () => {
  it("merges the decided head, and is performed already when that was merged", async () => {
    const merged = await stage.perform(merge());

    expect(merged).toEqual({ kind: "performed", githubId: (await pull()).mergeSha });
    expect(await stage.perform(merge(), { mayExist: true })).toEqual(merged);
  });

  it("is one commit of two parents, which keeps the decided one in the history", async () => {
    await stage.perform(merge());

    const ref = { ...stage.name, ref: "main" };
    const { data } = await stage.owner.rest.repos.getCommit(ref);
    expect(data.parents.map((parent) => parent.sha)).toContain(stage.head);
    expect(data.commit.message).toMatch(/^Promote triage/);
  });

  it.each(["failure", "action_required"] as const)(
    "is refused while a required check says %s, and performed when it succeeds",
    async (conclusion) => {
      await requireCheck();
      await conclude(conclusion);

      expect(await stage.perform(merge())).toEqual({
        kind: "refused",
        detail: expect.stringMatching(/^405: .*"omega \/ decision"/),
      });
      expect(await pull()).toMatchObject({ isMerged: false, isOpen: true });

      await conclude("success");
      expect(await stage.perform(merge())).toMatchObject({ kind: "performed" });
    },
  );

  it("is refused while a required check is not there", async () => {
    await requireCheck();

    expect(await stage.perform(merge())).toMatchObject({ kind: "refused" });
  });

  it("of a head that moved is refused, in GitHub's words", async () => {
    await stage.owner.rest.repos.createOrUpdateFileContents({
      ...stage.name,
      path: "MORE.md",
      branch: "change",
      message: "more",
      content: "eA==",
    });

    expect(await stage.perform(merge())).toEqual({
      kind: "refused",
      detail: expect.stringMatching(/^409: Head branch was modified/),
    });
  });

  it("of another head than the one that was merged is refused", async () => {
    const decided = merge();
    await stage.owner.rest.repos.createOrUpdateFileContents({
      ...stage.name,
      path: "MORE.md",
      branch: "change",
      message: "more",
      content: "eA==",
    });
    await stage.owner.rest.pulls.merge({ ...stage.name, pull_number: stage.pull });

    expect(await stage.perform(decided, { mayExist: true })).toMatchObject({ kind: "refused" });
  });

  it("of a pull request that was closed is refused", async () => {
    const at = { ...stage.name, pull_number: stage.pull };
    await stage.owner.rest.pulls.update({ ...at, state: "closed" });

    expect(await stage.perform(merge())).toMatchObject({ kind: "refused" });
  });

  it("of which the answer was lost is found done", async () => {
    const at = { method: "PUT", path: /merge$/ };
    stage.github.faults.inject(at, { kind: "drop", when: "after" }, 1);
    await expect(stage.perform(merge())).rejects.toThrow();

    const receipt = await stage.perform(merge(), { mayExist: true });

    expect(receipt).toEqual({ kind: "performed", githubId: (await pull()).mergeSha });
  });
});
