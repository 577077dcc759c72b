import type { Forge, Repository, Role } from "../../src/ports/forge.ts";

/** A GitHub that knows one token per person and what each may do; of the rest only what a test gives it. */
export function forgeOfReaders(
  roles: Readonly<Record<string, Role>>,
  more: Partial<Repository> = {},
): Forge {
  const role = async (login: string): Promise<Role> => roles[login] ?? "none";
  const repository = { role, ...more } as Repository;
  return {
    repository: async () => repository,
    look: () => Promise.reject(new Error("only readers come here")),
    userOf: async (token) => {
      const login = /^token-of-(\w+)$/.exec(token)?.[1];
      return login === undefined ? undefined : { id: 1, login, isBot: false };
    },
  };
}
