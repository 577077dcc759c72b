/** A person, an organisation or the bot of an app. */
export type Account = {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot" | "Organization";
  readonly siteAdmin: boolean;
  readonly createdAt: Date;
};

/** What a person may do on one repository, weakest first. */
const roles = ["none", "read", "triage", "write", "maintain", "admin"] as const;
export type Role = (typeof roles)[number];

export function reaches(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}
