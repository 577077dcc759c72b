import type { Account } from "../accounts/account.ts";

/** Permission name → access, as an app registration states it: `{checks: "write"}`. */
export type Permissions = Readonly<Record<string, string>>;

export type App = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly publicKey: string;
  readonly webhookSecret: string;
  readonly createdAt: Date;
  readonly hookId: number;
  permissions: Permissions;
  events: readonly string[];
  webhookUrl: string | undefined;
};

export type Installation = {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  readonly createdAt: Date;
  readonly repositoryIds: Set<number>;
  permissions: Permissions;
  events: readonly string[];
  suspendedAt: Date | undefined;
};

export type InstallationToken = {
  readonly token: string;
  readonly installation: Installation;
  readonly permissions: Permissions;
  /** Absent: everything that the installation covers. */
  readonly repositoryIds: ReadonlySet<number> | undefined;
  readonly expiresAt: Date;
};

/** `write` contains `read`; `admin` contains both. */
export function grants(permissions: Permissions, wanted: string): boolean {
  const [name = "", access = "read"] = wanted.split(":");
  const held = name === "metadata" ? (permissions[name] ?? "read") : permissions[name];
  const order = ["read", "write", "admin"];
  return held !== undefined && order.indexOf(held) >= order.indexOf(access);
}
