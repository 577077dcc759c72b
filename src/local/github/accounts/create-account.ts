import { randomBytes } from "node:crypto";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";

export function createAccount(
  world: World,
  login: string,
  kind: { readonly type: Account["type"]; readonly siteAdmin?: boolean },
): Account {
  const held = world.accounts.get(login.toLowerCase());
  if (held !== undefined) return held;
  const account: Account = {
    id: world.nextId(),
    login,
    type: kind.type,
    siteAdmin: kind.siteAdmin ?? false,
    createdAt: world.now(),
  };
  world.accounts.set(login.toLowerCase(), account);
  return account;
}

/** The same token every time for one account. */
export function tokenOf(world: World, account: Account): string {
  for (const [token, owner] of world.userTokens) if (owner === account) return token;
  const token = `ghp_${randomBytes(18).toString("hex")}`;
  world.userTokens.set(token, account);
  return token;
}
