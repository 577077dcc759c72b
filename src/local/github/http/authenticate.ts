import { createVerify } from "node:crypto";
import { z } from "zod";
import type { App } from "../apps/app.ts";
import type { World } from "../world.ts";
import { refused, type Reply } from "./reply.ts";
import type { Actor } from "./route.ts";

const claims = z.object({
  iss: z.union([z.string(), z.number()]),
  iat: z.number().optional(),
  exp: z.number(),
});

const tenMinutes = 600;
/** GitHub forgives a clock that is a minute off. */
const clockSlack = 60;

function decode(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

function isSignedBy(app: App, token: string): boolean {
  const [header = "", body = "", signature = ""] = token.split(".");
  const algorithm = z.object({ alg: z.literal("RS256") }).safeParse(decode(header));
  if (!algorithm.success) return false;
  const verify = createVerify("RSA-SHA256").update(`${header}.${body}`);
  return verify.verify(app.publicKey, signature, "base64url");
}

function authenticateApp(world: World, token: string): Actor | Reply {
  const refusal = refused(401, "A JSON web token could not be decoded");
  const parsed = claims.safeParse(decode(token.split(".")[1]));
  if (!parsed.success) return refusal;
  const { iss, iat, exp } = parsed.data;
  const app = [...world.apps.values()].find(
    (one) => String(one.id) === String(iss) || one.clientId === iss,
  );
  if (app === undefined) return refused(404, "Integration not found");
  if (!isSignedBy(app, token)) return refusal;
  const now = world.now().getTime() / 1000;
  const claim = "'Expiration time' claim ('exp')";
  if (exp <= now)
    return refused(
      401,
      `${claim} must be a numeric value representing the future time at which the assertion expires`,
    );
  if (exp > now + tenMinutes + clockSlack) return refused(401, `${claim} is too far in the future`);
  if (iat !== undefined && iat > now + clockSlack) {
    return refused(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  return { kind: "app", app };
}

function authenticateToken(world: World, token: string): Actor | Reply {
  const account = world.userTokens.get(token);
  if (account !== undefined) return { kind: "user", account };
  const grant = world.installationTokens.get(token);
  const isLive = grant !== undefined && grant.expiresAt > world.now();
  if (!isLive || grant.installation.suspendedAt !== undefined)
    return refused(401, "Bad credentials");
  if (!world.installations.has(grant.installation.id)) return refused(401, "Bad credentials");
  return { kind: "installation", grant };
}

export function authenticate(world: World, header: string | undefined): Actor | Reply {
  if (header === undefined) return { kind: "anonymous" };
  const [, token = ""] = /^(?:bearer|token)\s+(\S+)$/i.exec(header) ?? [];
  return token.split(".").length === 3
    ? authenticateApp(world, token)
    : authenticateToken(world, token);
}

export function nameOf(actor: Actor): string {
  if (actor.kind === "user") return actor.account.login;
  if (actor.kind === "installation") return actor.grant.installation.app.bot.login;
  return actor.kind;
}
