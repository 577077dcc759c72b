import { ProbotOctokit } from "probot";
import { describe, expect, it } from "vitest";
import { respectLimits } from "../../../src/adapters/github/rate-limits.ts";

const START = 1_700_000_000_000;

type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
};

/** A client whose GitHub answers these in turn, and then that all is well. */
function clientAnswered(answers: readonly Answer[]) {
  const left = [...answers];
  const seen = { requests: 0, now: START };
  const fetch = async () => {
    seen.requests += 1;
    const { status, headers = {}, message = "" } = left.shift() ?? { status: 200 };
    return Response.json({ message }, { status, headers });
  };
  const silent = () => {};
  const octokit = new ProbotOctokit({
    request: { fetch },
    throttle: { enabled: false },
    retry: { enabled: false },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  const limited = respectLimits(octokit, () => seen.now);
  return { seen, ask: () => limited.request("GET /rate_limit") };
}

describe("a limit of GitHub", () => {
  it.each<[string, Answer, number]>([
    ["for the seconds that it names", { status: 429, headers: { "retry-after": "7" } }, 7_000],
    [
      "until the hour's quota is new",
      {
        status: 403,
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(START / 1000 + 90) },
      },
      90_000,
    ],
    [
      "for a minute where it names no time",
      { status: 403, message: "You have exceeded a secondary rate limit." },
      60_000,
    ],
  ])("keeps us away %s, without one more request", async (_how, answer, wait) => {
    const { seen, ask } = clientAnswered([answer]);
    await expect(ask()).rejects.toThrow();

    seen.now = START + wait - 1;
    await expect(ask()).rejects.toThrow("GitHub asked to wait 1 seconds more");
    expect(seen.requests).toBe(1);

    seen.now = START + wait;
    await expect(ask()).resolves.toMatchObject({ status: 200 });
  });

  it.each([
    ["a missing permission", { status: 403, message: "Resource not accessible by integration" }],
    ["a fault of GitHub's", { status: 502, headers: { "retry-after": "" } }],
  ])("is not %s", async (_what, answer) => {
    const { ask } = clientAnswered([answer]);
    await expect(ask()).rejects.toThrow();

    await expect(ask()).resolves.toMatchObject({ status: 200 });
  });
});
