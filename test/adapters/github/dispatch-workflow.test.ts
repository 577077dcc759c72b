import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Effect } from "../../../src/core/decision/effect.ts";
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

describe("a workflow", () => {
  const path = ".github/workflows/omega-run.yml";
  const dispatch = (ref = "main"): Effect => ({
    kind: "dispatch-workflow",
    slot: "job/nonce",
    workflow: path,
    ref,
    inputs: { nonce: "nonce" },
  });
  const write = (on: Stage, text: string) =>
    on.owner.rest.repos.createOrUpdateFileContents({
      ...on.name,
      path,
      message: "Run it",
      content: Buffer.from(text).toString("base64"),
    });

  it("is started at the branch that is asked for, and its run is known", async () => {
    await write(stage, "on:\n  workflow_dispatch:\n");

    const receipt = await stage.perform(dispatch());

    expect(receipt).toEqual({ kind: "performed", githubId: expect.stringMatching(/^\d+$/) });
    expect(stage.writes()).toContain("POST /actions/workflows/{workflow_id}/dispatches");
  });

  it("that cannot be started is refused, with GitHub's reason", async () => {
    expect(await stage.perform(dispatch())).toMatchObject({ kind: "refused" });
    await write(stage, "on: push\n");
    const untriggered = await stage.perform(dispatch());
    expect(untriggered).toMatchObject({ detail: expect.stringContaining("workflow_dispatch") });
    expect(await stage.perform(dispatch("nowhere"))).toMatchObject({ kind: "refused" });
  });
});
