import { Probot, ProbotOctokit } from "probot";
import type { Logger } from "pino";
import { boundedFetch } from "./bounded-fetch.ts";

export type AppCredentials = {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Of GitHub's REST API; absent for github.com. */
  readonly baseUrl?: string;
  /** How requests leave, where GitHub is not behind a socket. */
  readonly fetch?: typeof fetch;
};

export type AppOctokit = Awaited<ReturnType<Probot["auth"]>>;

/** A function, because Probot lays its own throttle settings over plain defaults. */
const UnpacedOctokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

/**
 * Probot for authentication and event typing. Its retries and its pacing are off: a retried POST
 * whose first answer was lost posts twice, and a paced one waits a second for nothing. A call that
 * fails ends the round; the next round looks before it writes again.
 */
export function openProbot(credentials: AppCredentials, log: Logger): Probot {
  return new Probot({
    appId: credentials.appId,
    privateKey: credentials.privateKey,
    secret: credentials.webhookSecret,
    log,
    Octokit: UnpacedOctokit,
    request: { fetch: credentials.fetch ?? boundedFetch },
    ...(credentials.baseUrl === undefined ? {} : { baseUrl: credentials.baseUrl }),
  });
}
