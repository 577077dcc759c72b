import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Annotation, Effect } from "../../../src/core/decision/effect.ts";
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

const note = (line: number, message = "not so"): Annotation => ({
  path: "NOTES.md",
  line,
  level: "failure",
  title: "C1",
  message,
});

type Check = Extract<Effect, { kind: "publish-check" }>;

const check = (changes: Partial<Check> = {}): Check => ({
  kind: "publish-check",
  slot: `check/${stage.head}/${stage.pull}/omega / budget`,
  sha: stage.head,
  name: "omega / budget",
  conclusion: "failure",
  title: "Over budget",
  summary: "Too many.",
  annotations: [],
  actions: [],
  ...changes,
});

const runs = async () => {
  const ref = { ...stage.name, ref: stage.head, filter: "all" } as const;
  return (await stage.owner.rest.checks.listForRef(ref)).data.check_runs;
};

const idOf = (receipt: Awaited<ReturnType<Stage["perform"]>>): string => {
  if (receipt.kind === "refused") throw new Error(receipt.detail);
  return receipt.githubId;
};

const linesOf = async (checkRun: number | string) => {
  const at = { ...stage.name, check_run_id: Number(checkRun), per_page: 100 };
  const listed = await stage.owner.paginate(stage.owner.rest.checks.listAnnotations, at);
  return listed.map((annotation) => annotation.start_line).sort((left, right) => left - right);
};

describe("a check", () => {
  it("is updated in place, with its buttons, and never made twice", async () => {
    const actions = [{ label: "promote", description: "Ask for promote", identifier: "promote" }];
    const githubId = idOf(await stage.perform(check()));

    const again = await stage.perform(check({ conclusion: "success", actions }), { githubId });

    expect(idOf(again)).toBe(githubId);
    expect(await runs()).toMatchObject([{ conclusion: "success", name: "omega / budget" }]);
    expect(stage.writes()).toEqual(["POST /check-runs", "PATCH /check-runs/{check_run_id}"]);
  });

  it("whose making was not recorded is found by its slot", async () => {
    const githubId = idOf(await stage.perform(check()));

    expect(idOf(await stage.perform(check(), { mayExist: true }))).toBe(githubId);
    expect(await runs()).toHaveLength(1);
  });

  it("of the same name for another pull request is left alone", async () => {
    await stage.perform(check());
    const other = check({ slot: `check/${stage.head}/99/omega / budget` });

    await stage.perform(other, { mayExist: true });

    expect(await runs()).toHaveLength(2);
  });

  it("shows more annotations than one request may carry, each once", async () => {
    const annotations = Array.from({ length: 120 }, (_, index) => note(index + 1));
    const githubId = idOf(await stage.perform(check({ annotations })));

    await stage.perform(check({ annotations }), { githubId });

    expect(await linesOf(githubId)).toEqual(annotations.map(({ line }) => line));
  });

  it("gains the annotations that an interrupted request did not bring", async () => {
    const githubId = idOf(await stage.perform(check({ annotations: [note(1)] })));

    await stage.perform(check({ annotations: [note(1), note(2)] }), { mayExist: true });

    expect(await linesOf(githubId)).toEqual([1, 2]);
  });

  it("is replaced by a new run where an annotation no longer holds, since none can be taken back", async () => {
    const githubId = idOf(await stage.perform(check({ annotations: [note(1)] })));

    const replaced = idOf(await stage.perform(check({ annotations: [note(2)] }), { githubId }));

    expect(replaced).not.toBe(githubId);
    expect(await linesOf(replaced)).toEqual([2]);
    expect(idOf(await stage.perform(check({ annotations: [note(2)] }), { mayExist: true }))).toBe(
      replaced,
    );
  });

  it("is cut to what GitHub takes, and says that it was cut", async () => {
    const summary = `${"x".repeat(70_000)}🙂`;
    const githubId = idOf(
      await stage.perform(
        check({
          title: "t".repeat(300),
          summary,
          annotations: [note(1, "m".repeat(70_000))],
          actions: [{ label: "l".repeat(30), description: "d".repeat(50), identifier: "hold" }],
        }),
      ),
    );

    const at = { ...stage.name, check_run_id: Number(githubId) };
    const { data } = await stage.owner.rest.checks.get(at);
    expect(data.output.summary).toMatch(/Cut here/);
    expect(data.output.summary?.length).toBeLessThanOrEqual(65_535);
  });
});

describe("a comment", () => {
  const comment = (body: string): Effect => ({
    kind: "write-comment",
    slot: "pull/1/summary",
    pull: pullNumber(stage.pull),
    body,
  });
  const comments = async () =>
    (await stage.owner.rest.issues.listComments({ ...stage.name, issue_number: stage.pull })).data;

  it("is edited for ever after, and found again when its id was lost", async () => {
    const githubId = idOf(await stage.perform(comment("one")));

    expect(idOf(await stage.perform(comment("two"), { githubId }))).toBe(githubId);
    expect(idOf(await stage.perform(comment("three"), { mayExist: true }))).toBe(githubId);
    expect(await comments()).toMatchObject([{ body: expect.stringContaining("three") }]);
  });

  it("of somebody who copied our marker is not ours", async () => {
    const githubId = idOf(await stage.perform(comment("one")));
    const [ours] = await comments();
    const at = { ...stage.name, comment_id: Number(githubId) };
    await stage.owner.rest.issues.createComment({
      ...stage.name,
      issue_number: stage.pull,
      body: ours?.body ?? "",
    });
    await stage.owner.rest.issues.deleteComment(at);

    await stage.perform(comment("two"), { mayExist: true });

    expect(await comments()).toHaveLength(2);
  });

  it("that somebody deleted is written anew", async () => {
    const githubId = idOf(await stage.perform(comment("one")));
    await stage.owner.rest.issues.deleteComment({ ...stage.name, comment_id: Number(githubId) });

    expect(idOf(await stage.perform(comment("two"), { githubId }))).not.toBe(githubId);
    expect(await comments()).toHaveLength(1);
  });
});

describe("a review", () => {
  const review = (line: number): Extract<Effect, { kind: "review-lines" }> => ({
    kind: "review-lines",
    slot: `review/${stage.head}/1/constitution`,
    pull: pullNumber(stage.pull),
    sha: stage.head,
    body: "A rule is breached.",
    comments: [{ path: "NOTES.md", line, body: "Here." }],
  });
  const reviews = async () =>
    (await stage.owner.rest.pulls.listReviews({ ...stage.name, pull_number: stage.pull })).data;
  const lineComments = async () => {
    const at = { ...stage.name, pull_number: stage.pull };
    return (await stage.owner.rest.pulls.listReviewComments(at)).data;
  };

  it("is sent once, whatever is known of it", async () => {
    const githubId = idOf(await stage.perform(review(1)));

    expect(idOf(await stage.perform(review(1), { githubId }))).toBe(githubId);
    expect(idOf(await stage.perform(review(1), { mayExist: true }))).toBe(githubId);
    expect(await reviews()).toHaveLength(1);
    expect(await lineComments()).toMatchObject([
      { path: "NOTES.md", line: 1, side: "RIGHT", body: "Here.", commit_id: stage.head },
    ]);
  });

  it("keeps its other lines where one is off the diff, and says that one in its body", async () => {
    const lines = [1, 900, 2].map((line) => ({ path: "NOTES.md", line, body: `Line ${line}.` }));
    const elsewhere = { path: "README.md", line: 1, body: "Untouched." };

    await stage.perform({ ...review(1), comments: [...lines, elsewhere] });

    expect((await lineComments()).map(({ line }) => line)).toEqual([1, 2]);
    const [first, ...others] = await reviews();
    const body = first?.body ?? "";
    expect(others).toEqual([]);
    expect(body).toMatch(/A rule is breached[^]*NOTES\.md:900[^]*README\.md:1/);
    expect(body).not.toContain("NOTES.md:1`");
  });

  it("says in its body what GitHub takes on no line", async () => {
    await stage.perform(review(900));

    expect(await lineComments()).toEqual([]);
    expect(await reviews()).toMatchObject([{ body: expect.stringContaining("NOTES.md:900") }]);
  });
});

describe("labels", () => {
  const show = (state?: string): Effect => ({
    kind: "show-state",
    slot: "pull/1/state",
    pull: pullNumber(stage.pull),
    ...(state === undefined ? {} : { state }),
  });
  const labels = async () =>
    (
      await stage.owner.rest.issues.listLabelsOnIssue({ ...stage.name, issue_number: stage.pull })
    ).data.map((label) => label.name);

  it("show one state and leave what people put", async () => {
    const at = { ...stage.name, issue_number: stage.pull };
    await stage.owner.rest.issues.addLabels({ ...at, labels: ["bug", "omega-state:forged"] });

    await stage.perform(show("checking"));
    await stage.perform(show("rejected"));

    expect(new Set(await labels())).toEqual(new Set(["bug", "omega-state:rejected"]));
    stage.writes();
    await stage.perform(show("rejected"));
    expect(stage.writes()).toEqual([]);
  });

  it("show no state while there is none, and take off the one of an earlier head", async () => {
    await stage.perform(show("rejected"));
    await stage.perform(show());

    expect(await labels()).toEqual([]);
    stage.writes();
    await stage.perform(show());
    expect(stage.writes()).toEqual([]);
  });

  it("that people may put are made, in a colour of their own, when there is something to command", async () => {
    await stage.perform(show("checking"));
    const known = async () =>
      (await stage.owner.rest.issues.listLabelsForRepo({ ...stage.name, per_page: 100 })).data;
    expect(await known()).toHaveLength(1);

    await stage.perform(show("accepted"));

    const colours = (prefix: string, all: Awaited<ReturnType<typeof known>>) =>
      new Set(all.filter(({ name }) => name.startsWith(prefix)).map(({ color }) => color));
    const all = await known();
    expect(all.map(({ name }) => name)).toContain("omega:promote");
    expect(colours("omega:", all).size).toBe(1);
    expect(colours("omega:", all)).not.toEqual(colours("omega-state:", all));
  });

  it("are taken off once, and being off already is no fault", async () => {
    const effect: Effect = {
      kind: "remove-label",
      slot: "command/1",
      pull: pullNumber(stage.pull),
      label: "omega:shadow",
    };
    const at = { ...stage.name, issue_number: stage.pull };
    await stage.owner.rest.issues.addLabels({ ...at, labels: ["omega:shadow"] });

    await stage.perform(effect);
    expect(await labels()).toEqual([]);
    expect(await stage.perform(effect)).toMatchObject({ kind: "performed" });
  });
});

describe("a deployment", () => {
  const deploy = (): Effect => ({
    kind: "deploy",
    slot: "rollout/r/shadow",
    sha: stage.head,
    environment: "triage/shadow",
    description: "d".repeat(200),
    transient: true,
    production: false,
    payload: { artifact: "sha256:0" },
  });
  const report = (description: string): Effect => ({
    kind: "report-deployment",
    slot: "rollout/r/shadow/in_progress",
    deployment: "rollout/r/shadow",
    state: "in_progress",
    description,
  });
  const deployments = async () =>
    (await stage.owner.rest.repos.listDeployments({ ...stage.name })).data;

  it("is made once, without merging or waiting for checks, and found by its slot", async () => {
    await stage.perform(check({ conclusion: "failure" }));
    const githubId = idOf(await stage.perform(deploy()));

    expect(idOf(await stage.perform(deploy(), { githubId }))).toBe(githubId);
    expect(idOf(await stage.perform(deploy(), { mayExist: true }))).toBe(githubId);
    expect(await deployments()).toHaveLength(1);
  });

  it("of somebody who copied our payload is not ours", async () => {
    await stage.owner.rest.repos.createDeployment({
      ...stage.name,
      ref: stage.head,
      environment: "triage/shadow",
      required_contexts: [],
      auto_merge: false,
      payload: { omega_slot: "rollout/r/shadow" },
    });

    await stage.perform(deploy(), { mayExist: true });

    expect(await deployments()).toHaveLength(2);
  });

  it("is reported on once for what is the same, and again for what is new", async () => {
    const id = idOf(await stage.perform(deploy()));
    const lookup = async () => id;
    const githubId = idOf(await stage.perform(report("100 units"), { lookup }));

    await stage.perform(report("100 units"), { lookup, mayExist: true });
    await stage.perform(report("100 units"), { lookup, githubId });
    await stage.perform(report("200 units"), { lookup, githubId });

    const at = { ...stage.name, deployment_id: Number(id) };
    const statuses = (await stage.owner.rest.repos.listDeploymentStatuses(at)).data;
    expect(statuses.map((status) => status.description)).toEqual(["200 units", "100 units"]);
  });

  it("has a status whose log is the page of the pull request that it belongs to", async () => {
    const id = idOf(await stage.perform(deploy()));
    const pull = pullNumber(stage.pull);

    await stage.perform({ ...report("100 units"), pull } as Effect, { lookup: async () => id });

    const at = { ...stage.name, deployment_id: Number(id) };
    const [status] = (await stage.owner.rest.repos.listDeploymentStatuses(at)).data;
    const { owner, repo } = stage.name;
    expect(status?.log_url).toBe(`${stage.github.url}/${owner}/${repo}/pull/${stage.pull}`);
  });

  it("that somebody deleted is not asked for again and again", async () => {
    const lookup = async () => "999999";

    const receipt = await stage.perform(report("100 units"), { lookup });

    expect(receipt).toMatchObject({ kind: "refused", detail: expect.stringMatching(/^404/) });
  });

  it("that was never made cannot be reported on", async () => {
    expect(await stage.perform(report("nothing"))).toMatchObject({ kind: "refused" });
  });
});

describe("GitHub's answers", () => {
  const inject = (fault: Parameters<Stage["github"]["faults"]["inject"]>[1]) =>
    stage.github.faults.inject({ method: "POST", path: /check-runs$/ }, fault, 1);

  it("that the effect was performed but the answer was lost make no second one", async () => {
    inject({ kind: "drop", when: "after" });
    await expect(stage.perform(check())).rejects.toThrow();

    await stage.perform(check(), { mayExist: true });

    expect(await runs()).toHaveLength(1);
  });

  it("of 5xx are faults, and the request is not repeated behind our back", async () => {
    inject({ kind: "error", status: 502, when: "after" });

    await expect(stage.perform(check())).rejects.toThrow();
    expect(await runs()).toHaveLength(1);
  });

  it("of 403 are refusals", async () => {
    inject({ kind: "error", status: 403, when: "before" });

    expect(await stage.perform(check())).toMatchObject({ kind: "refused" });
  });
});
