import { timestamp } from "../http/timestamp.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";

export type Json = Record<string, unknown>;

/** A bot has no page of its own: its app has. */
function pagePath({ login }: Account): string {
  return login.endsWith("[bot]") ? `apps/${login.replace("[bot]", "")}` : login;
}

/** GitHub's `simple-user`. */
export function presentAccount(world: World, account: Account): Json {
  const api = `${world.url}/api/v3/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: `U_${account.id}`,
    avatar_url: `${world.url}/avatars/u/${account.id}`,
    gravatar_id: "",
    url: api,
    html_url: `${world.url}/${pagePath(account)}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.type,
    user_view_type: "public",
    site_admin: account.siteAdmin,
  };
}

/** GitHub's `public-user`. */
export function presentProfile(world: World, account: Account): Json {
  return {
    ...presentAccount(world, account),
    name: account.login,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: timestamp(account.createdAt),
    updated_at: timestamp(account.createdAt),
  };
}

/** GitHub's `private-user`: what an account sees of itself. */
export function presentOwnProfile(world: World, account: Account): Json {
  return {
    ...presentProfile(world, account),
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}
