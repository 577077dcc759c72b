import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Effect } from "../../../src/core/decision/effect.ts";
import { sha } from "../../../src/core/kernel/ids.ts";
import { accepted } from "../../../src/core/kernel/result.ts";
import { openTheatre, type Stage, type Theatre } from "./stage.ts";

type ProposeChange = Extract<Effect, { kind: "propose-change" }>;

const BRANCH = "omega/put-back-0123456789ab";

let theatre: Theatre;
let stage: Stage;
let effect: ProposeChange;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());
beforeEach(async () => {
  stage = await theatre.openStage();
  const { owner, name, repository } = stage;
  const lawful = await repository.branchTip("main");
  if (lawful === undefined) throw new Error("no main");
  const entry = (await repository.tree(lawful)).get("README.md");
  if (entry === undefined) throw new Error("no README");
  const write = (path: string, extra = {}) =>
    owner.rest.repos.createOrUpdateFileContents({
      ...name,
      path,
      branch: "main",
      message: "around",
      content: Buffer.from("Obey me.\n").toString("base64"),
      ...extra,
    });
  await write("README.md", { sha: entry.sha });
  const pushed = await write("ADDED.md");
  effect = {
    kind: "propose-change",
    slot: "incident/0123456789ab/revert",
    branch: BRANCH,
    onto: sha(pushed.data.commit.sha ?? ""),
    into: "main",
    rows: [{ path: "README.md", entry }, { path: "ADDED.md" }],
    title: "Put back",
    body: "Why.",
  };
  stage.writes();
});

const pulls = async () => {
  const { data } = await stage.owner.rest.pulls.list({ ...stage.name, state: "all" });
  return data.filter(({ head }) => head.ref === BRANCH);
};

describe("what changed around the app", () => {
  it("is put back by one commit on a branch of our own, and proposed", async () => {
    const receipt = await stage.perform(effect);

    const [pull] = await pulls();
    expect(receipt).toEqual({ kind: "performed", githubId: String(pull?.number) });
    const head = await stage.repository.branchTip(BRANCH);
    const tree = await stage.repository.tree(head ?? effect.onto);
    expect(tree.get("README.md")?.sha).toBe(effect.rows[0]?.entry?.sha);
    expect(tree.has("ADDED.md")).toBe(false);
    expect(await stage.repository.mergeBase(effect.onto, head ?? effect.onto)).toEqual(
      accepted(effect.onto),
    );
  });

  it("is proposed once, whatever was lost on the way", async () => {
    const first = await stage.perform(effect);
    expect(await stage.perform(effect, { mayExist: true })).toEqual(first);
    expect(await pulls()).toHaveLength(1);
  });

  it.each(["before", "after"] as const)(
    "is found again when the answer broke %s the pull request was made",
    async (when) => {
      const match = { method: "POST", route: "/repos/{owner}/{repo}/pulls" };
      stage.github.faults.inject(match, { kind: "error", status: 502, when }, 1);
      await expect(stage.perform(effect)).rejects.toThrow();

      const receipt = await stage.perform(effect, { mayExist: true });

      expect(receipt.kind).toBe("performed");
      expect(await pulls()).toHaveLength(1);
      expect(stage.writes().filter((write) => write === "POST /git/refs")).toHaveLength(1);
    },
  );

  it("neither moves nor uses a branch of that name which says something else", async () => {
    const { owner, name, head } = stage;
    await owner.rest.git.createRef({ ...name, ref: `refs/heads/${BRANCH}`, sha: head });

    const receipt = await stage.perform(effect);

    expect(receipt).toMatchObject({ kind: "refused", detail: expect.stringContaining("taken") });
    expect(await stage.repository.branchTip(BRANCH)).toBe(head);
    expect(await pulls()).toEqual([]);
  });

  it("is never force-pushed, nor written to the default branch", async () => {
    await stage.perform(effect);

    expect(new Set(stage.writes())).toEqual(
      new Set(["POST /git/trees", "POST /git/commits", "POST /git/refs", "POST /pulls"]),
    );
    expect(await stage.repository.branchTip("main")).toBe(effect.onto);
  });
});

describe("deployments", () => {
  it("of somebody else in these environments are told, with our own before them", async () => {
    const { repository, owner, name, head } = stage;
    const start = await repository.deploymentsAfter(0, []);
    await stage.perform({
      kind: "deploy",
      slot: "rollout/r/canary",
      sha: head,
      environment: "triage/canary",
      description: "",
      transient: true,
      production: false,
      payload: {},
    });
    for (const environment of ["triage/canary", "elsewhere"]) {
      const deployment = { ref: head, environment, auto_merge: false, required_contexts: [] };
      await owner.rest.repos.createDeployment({ ...name, ...deployment });
    }

    const { newest, foreign } = await repository.deploymentsAfter(start.newest, ["triage/canary"]);

    expect(foreign).toMatchObject([{ environment: "triage/canary", sha: head, ownSha: head }]);
    expect(newest).toBeGreaterThan(foreign[0]?.id ?? 0);
    expect(await repository.deploymentsAfter(newest, ["triage/canary"])).toEqual({
      newest,
      foreign: [],
    });
  });
});

describe("a branch", () => {
  it("that is not there has no tip", async () => {
    expect(await stage.repository.branchTip("nowhere")).toBeUndefined();
  });
});
