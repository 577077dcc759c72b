import { createSign } from "node:crypto";
import { installApp, registerApp } from "../../src/local/github/apps/install-app.ts";
import type { LocalGitHub } from "../../src/local/github/server.ts";
import { repositoryOf } from "../../src/local/github/world.ts";
import { type GitHubUser, gitHubUser } from "../../src/local/demo/github-user.ts";
import { REPOSITORY } from "../../src/local/demo/world.ts";

/** Another GitHub App on the same repository, with a token that may write checks, as GitHub gives it. */
export async function installOtherApp(github: LocalGitHub, slug: string): Promise<GitHubUser> {
  const { world } = github;
  const { app, privateKey } = registerApp(world, { slug, privateKey: undefined });
  const installation = installApp(world, {
    app,
    repository: repositoryOf(world, `${REPOSITORY.owner}/${REPOSITORY.repo}`),
    permissions: { metadata: "read", checks: "write", statuses: "write", contents: "write" },
    events: [],
    webhookUrl: undefined,
  });
  const api = `${github.url}/api/v3`;
  const itself = gitHubUser({ api, login: slug, token: jwtOf(app.id, privateKey) });
  const { data } = await itself.octokit.rest.apps.createInstallationAccessToken({
    installation_id: installation.id,
  });
  return gitHubUser({ api, login: `${slug}[bot]`, token: data.token });
}

function jwtOf(appId: number, privateKey: string): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iat: now - 10, exp: now + 60, iss: String(appId) };
  const signed = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
}
