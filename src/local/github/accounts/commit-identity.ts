import type { Signature } from "../git/commit.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";

export function emailOf(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}

export function signatureOf(account: Account, at: Date): Signature {
  const seconds = Math.floor(at.getTime() / 1000);
  return { name: account.login, email: emailOf(account), at: seconds, zone: "+0000" };
}

/** Who GitHub writes as committer of what its own buttons and endpoints commit. */
export function forgeSignature(at: Date): Signature {
  const seconds = Math.floor(at.getTime() / 1000);
  return { name: "GitHub", email: "noreply@github.com", at: seconds, zone: "+0000" };
}

/** GitHub links a commit to an account by its e-mail alone, whatever name it bears. */
export function accountByEmail(world: World, email: string): Account | undefined {
  return [...world.accounts.values()].find((account) => emailOf(account) === email);
}
