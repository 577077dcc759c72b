import { Octokit } from "@octokit/rest";

/** Somebody with an account and a token, who uses GitHub through its own client library. */
export type GitHubUser = { readonly login: string; readonly octokit: Octokit };

export function gitHubUser(account: {
  readonly api: string;
  readonly login: string;
  readonly token: string;
}): GitHubUser {
  const silent = (): void => undefined;
  return {
    login: account.login,
    octokit: new Octokit({
      auth: account.token,
      baseUrl: account.api,
      log: { debug: silent, info: silent, warn: silent, error: silent },
    }),
  };
}
