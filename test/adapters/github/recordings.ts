import { systemClock } from "../../../src/adapters/clock/system-clock.ts";
import { generateKeyPairSync } from "node:crypto";
import { createRequire } from "node:module";
import nock from "nock";
import { pino } from "pino";
import { z } from "zod";
import { openClients } from "../../../src/adapters/github/clients.ts";
import { openForge } from "../../../src/adapters/github/forge.ts";
import { openProbot } from "../../../src/adapters/github/probot.ts";
import type { Effect } from "../../../src/core/decision/effect.ts";
import { installationId, repositoryId } from "../../../src/core/kernel/ids.ts";
import type { Forge, Receipt, Repository } from "../../../src/ports/forge.ts";

export const GITHUB = "https://api.github.com";

const exchangesSchema = z.array(
  z.object({
    method: z.string(),
    path: z.string(),
    status: z.number(),
    response: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).catch({}),
    headers: z.object({ link: z.string().optional(), location: z.string().optional() }),
  }),
);

export type Recording = z.infer<typeof exchangesSchema>[number];

/** What GitHub really answered in a scenario, as its own client library's project records it. */
export function recordings(scenario: string): readonly Recording[] {
  const file = `@octokit/fixtures/scenarios/api.github.com/${scenario}/normalized-fixture.json`;
  return exchangesSchema.parse(createRequire(import.meta.url)(file));
}

/** The first answer of a scenario to a request, such as `post /repos/acme/desk/labels`. */
export function recorded(scenario: string, request: string): Recording {
  const found = recordings(scenario).find(({ method, path }) => `${method} ${path}` === request);
  if (found === undefined) throw new Error(`nothing was recorded for ${request}`);
  return found;
}

const KEY = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
}).privateKey;

/** Repository 1000 as GitHub once described it, through our adapter. */
export async function openRecorded(answer: Recording): Promise<Repository> {
  return (await openRecordedForge(answer)).repository;
}

/** The same with the forge that has just asked for it. */
export async function openRecordedForge({
  response,
}: Recording): Promise<{ readonly forge: Forge; readonly repository: Repository }> {
  nock(GITHUB)
    .post("/app/installations/1/access_tokens")
    .reply(201, { token: "ghs_recorded", expires_at: "2099-01-01T00:00:00Z", permissions: {} });
  nock(GITHUB).get("/repositories/1000").reply(200, response);
  const credentials = { appId: 42, privateKey: KEY, webhookSecret: "b9f1c2a73d5e4f60" };
  const probot = openProbot(credentials, pino({ level: "silent" }));
  const forge = openForge(openClients(probot, systemClock), { appId: 42 });
  return { forge, repository: await forge.repository(installationId(1), repositoryId(1000)) };
}

/** Performs as the flow does for a slot that nothing fills yet. */
export function performFirst(repository: Repository, effect: Effect): Promise<Receipt> {
  return repository.perform(effect, { mayExist: false, lookup: async () => undefined });
}
