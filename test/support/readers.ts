import type { Forge, Repository, Role } from "../../src/ports/forge.ts";

/** A GitHub that knows one token per person and what each may do; nothing else can be asked of it. */
export function forgeOfReaders(roles: Readonly<Record<string, Role>>): Forge {
  const repository = { role: async (login: string) => roles[login] ?? "none" } as Repository;
  return {
    repository: async () => repository,
    userOf: async (token) => {
      const login = /^token-of-(\w+)$/.exec(token)?.[1];
      return login === undefined ? undefined : { id: 1, login, isBot: false };
    },
  };
}
