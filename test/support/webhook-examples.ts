import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";

const examplesSchema = z.array(
  z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }),
);

const EXAMPLES = examplesSchema.parse(
  JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve("@octokit/webhooks-examples"), "utf8"),
  ),
);

export type Payload = Readonly<Record<string, unknown>>;

/** Recorded payloads of an event as an App gets them: those with an installation. */
export function payloadsOf(event: string): readonly Payload[] {
  const found = EXAMPLES.find((row) => row.name === event)?.examples ?? [];
  return found.filter((payload) => payload["installation"] !== undefined);
}

/** The first recorded payload of an event and action, with some members replaced. */
export function payloadOf(event: string, action: string, changes: Payload = {}): Payload {
  const found = payloadsOf(event).find((payload) => payload["action"] === action);
  if (found === undefined) throw new Error(`there is no recorded ${event}.${action}`);
  return { ...found, ...changes };
}

export const EVENTS: readonly string[] = EXAMPLES.map((row) => row.name);
