import type { Account } from "./accounts/account.ts";
import type { App, Installation, InstallationToken } from "./apps/app.ts";
import type { Deliveries } from "./hooks/deliveries.ts";
import type { Repository } from "./repositories/repository.ts";

/** Everything this GitHub knows. Routes change it; pages and presenters read it. */
export type World = {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string;
  readonly now: () => Date;
  readonly nextId: () => number;
  /** By lower-case login. */
  readonly accounts: Map<string, Account>;
  readonly userTokens: Map<string, Account>;
  readonly installationTokens: Map<string, InstallationToken>;
  readonly apps: Map<number, App>;
  readonly installations: Map<number, Installation>;
  readonly repositories: Map<number, Repository>;
  readonly deliveries: Deliveries;
  /** How many entries a recursive tree listing shows before it says `truncated`. */
  readonly treeLimit: number;
};

export function findAccount(world: World, login: string): Account | undefined {
  return world.accounts.get(login.toLowerCase());
}

export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  return [...world.repositories.values()].find(
    (repository) => `${repository.owner.login}/${repository.name}`.toLowerCase() === wanted,
  );
}

/** The repository that had this name once, and that nobody else has taken it from. */
export function findMoved(world: World, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  return [...world.repositories.values()].find(({ formerNames }) => formerNames.has(wanted));
}

export function installationOf(world: World, repositoryId: number): Installation | undefined {
  return [...world.installations.values()].find((held) => held.repositoryIds.has(repositoryId));
}

/** For setup verbs, whose caller names what must exist: absence is a mistake, not a refusal. */
export function accountOf(world: World, login: string): Account {
  const account = findAccount(world, login);
  if (account === undefined) throw new Error(`no account ${login}`);
  return account;
}

/** As `accountOf`, by `owner/name`. */
export function repositoryOf(world: World, fullName: string): Repository {
  const [owner = "", name = ""] = fullName.split("/");
  const repository = findRepository(world, owner, name);
  if (repository === undefined) throw new Error(`no repository ${fullName}`);
  return repository;
}
