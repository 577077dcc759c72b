import type { z } from "zod";
import type { Account } from "../accounts/account.ts";
import type { App, InstallationToken } from "../apps/app.ts";
import type { Repository } from "../repositories/repository.ts";
import type { Author } from "../accounts/author.ts";
import type { World } from "../world.ts";
import type { Reply } from "./reply.ts";
import { refused } from "./reply.ts";

export type Actor =
  | { readonly kind: "anonymous" }
  | { readonly kind: "user"; readonly account: Account }
  | { readonly kind: "app"; readonly app: App }
  | { readonly kind: "installation"; readonly grant: InstallationToken };

export type Visit = {
  readonly world: World;
  readonly actor: Actor;
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly accept: string;
  readonly body: unknown;
};

/** A visit to one repository by somebody who may be there. */
export type RepositoryVisit<Body = unknown> = Omit<Visit, "body"> & {
  readonly repository: Repository;
  readonly author: Author;
  readonly body: Body;
};

export type Route = {
  readonly method: string;
  /** The template of the published API description. */
  readonly path: string;
  readonly answer: (visit: Visit) => Reply | Promise<Reply>;
};

export function param(
  visit: { readonly params: Readonly<Record<string, string>> },
  name: string,
): string {
  return visit.params[name] ?? "";
}

export function numberParam(
  visit: { readonly params: Readonly<Record<string, string>> },
  name: string,
): number {
  return Number(param(visit, name));
}

/** GitHub's sentence for a body that does not fit the endpoint's schema. */
export function refuseBody(error: z.ZodError): Reply {
  const issues = error.issues.map((issue) => {
    const path = issue.path.join("/");
    const isMissing = issue.code === "invalid_type" && issue.message.includes("received undefined");
    return isMissing ? `"${path}" wasn't supplied.` : `For '${path}': ${issue.message}.`;
  });
  return refused(422, `Invalid request.\n\n${issues.join("\n")}`);
}
