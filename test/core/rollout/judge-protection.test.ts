import { describe, expect, it } from "vitest";
import { sha } from "../../../src/core/kernel/ids.ts";
import { judgeProtection } from "../../../src/core/rollout/judge-protection.ts";
import { aCanary, aRollout } from "../../support/rollouts.ts";

const HEAD = aRollout().headSha;
const RUNS = sha("b".repeat(40));

const on = (environment: string, commit = HEAD) => ({ environment, sha: commit });

describe("a job that wants to deploy", () => {
  it.each([
    ["the candidate in its shadow", on("triage/shadow"), aRollout({ state: "shadow" })],
    ["the candidate in its canary", on("triage/canary"), aCanary()],
    ["what production runs", on("triage/production", RUNS), aCanary()],
    ["what production runs, to bring it back", on("triage/canary", RUNS), undefined],
    ["to a system with a slash", on("desk/triage/canary"), aCanary()],
  ])("is let through for %s", (_, wanted, rollout) => {
    const standing = { rollout, production: RUNS };

    expect(judgeProtection(wanted, standing)).toMatchObject({ state: "approved" });
  });

  it.each([
    ["the candidate ahead of its canary", on("triage/canary"), aRollout({ state: "shadow" })],
    ["the candidate ahead of its promotion", on("triage/production"), aCanary()],
    ["another commit", on("triage/canary", sha("c".repeat(40))), aCanary()],
    ["a canary that is held", on("triage/canary"), aCanary({ state: "held", heldFrom: "canary" })],
    ["a canary that is taken back", on("triage/canary"), aCanary({ state: "rolling-back" })],
    ["the stable version over a canary", on("triage/canary", RUNS), aCanary()],
    ["the stable version to shadow", on("triage/shadow", RUNS), undefined],
  ])("is refused %s", (_, wanted, rollout) => {
    expect(judgeProtection(wanted, { rollout, production: RUNS })).toEqual({
      state: "rejected",
      reason: "deployment-out-of-stage",
    });
  });

  it.each(["staging", "triage/staging", "/canary"])("is refused to %s by name", (environment) => {
    const standing = { rollout: aCanary(), production: RUNS };

    expect(judgeProtection(on(environment), standing).reason).toBe("environment-unknown");
  });

  it("is refused where nothing was ever rolled out", () => {
    const standing = { rollout: undefined, production: undefined };

    expect(judgeProtection(on("triage/production"), standing).reason).toBe("environment-unknown");
  });
});
