import type { Account } from "./accounts/account.ts";
import { createAccount, tokenOf } from "./accounts/create-account.ts";
import type { App, Installation, Permissions } from "./apps/app.ts";
import { installApp } from "./apps/install-app.ts";
import { requestAction } from "./checks/request-action.ts";
import { createFork, createRepository } from "./repositories/create-repository.ts";
import { setDraft } from "./pulls/set-draft.ts";
import type { Repository, Visibility } from "./repositories/repository.ts";
import { accountOf, repositoryOf, type World } from "./world.ts";

/** What a person would need a browser for. Everything else goes through the API. */
export type Setup = {
  /** A token of this account, which is created when it is new; the same one every time. */
  tokenFor(login: string): string;
  createUser(login: string, options?: { readonly siteAdmin?: boolean }): Account;
  /** Creates the owner too, when new. `main` gets one commit with the files. */
  createRepository(draft: {
    readonly owner: string;
    readonly name: string;
    readonly files: Readonly<Record<string, string | Uint8Array>>;
    readonly private?: boolean;
    /** Where `private` says too little. */
    readonly visibility?: Visibility;
  }): Repository;
  createFork(draft: { readonly of: string; readonly owner: string }): Repository;
  installApp(draft: {
    /** `owner/name`. */
    readonly repository: string;
    readonly permissions: Permissions;
    readonly events: readonly string[];
    readonly webhookUrl?: string;
  }): Installation;
  /** Presses "convert to draft" or "ready for review". */
  setDraft(wanted: {
    readonly repository: string;
    readonly number: number;
    readonly isDraft: boolean;
    readonly by: string;
  }): void;
  /** Presses a button of a check run. */
  requestAction(pressed: {
    readonly repository: string;
    readonly checkRunId: number;
    readonly identifier: string;
    readonly by: string;
  }): void;
};

export function createSetup(world: World, app: App): Setup {
  const user = (login: string): Account => createAccount(world, login, { type: "User" });
  return {
    tokenFor: (login) => tokenOf(world, user(login)),
    createUser: (login, options) => createAccount(world, login, { type: "User", ...options }),
    createRepository: ({ owner, name, files, private: isPrivate = false, visibility }) =>
      createRepository(world, {
        owner: user(owner),
        name,
        files,
        visibility: visibility ?? (isPrivate ? "private" : "public"),
      }),
    createFork: ({ of, owner }) => createFork(world, repositoryOf(world, of), user(owner)),
    installApp: (draft) =>
      installApp(world, {
        ...draft,
        app,
        repository: repositoryOf(world, draft.repository),
        webhookUrl: draft.webhookUrl,
      }),
    setDraft: ({ repository, number, isDraft, by }) =>
      setDraft(
        { world, repository: repositoryOf(world, repository) },
        { number, isDraft, by: accountOf(world, by) },
      ),
    requestAction: ({ repository, checkRunId, identifier, by }) =>
      requestAction(
        { world, repository: repositoryOf(world, repository) },
        { checkRunId, identifier, by: accountOf(world, by) },
      ),
  };
}
