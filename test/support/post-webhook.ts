import { Agent, type ClientRequest, request } from "node:http";
import { sign } from "@octokit/webhooks-methods";

const MIB = 1024 * 1024;

export type Sending = {
  readonly body: string | Uint8Array;
  /** Over what GitHub would send; undefined leaves a header out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly secret?: string;
  /** Sends pieces of unknown number, without saying how long the whole is. */
  readonly chunked?: boolean;
};

export type Answer = { readonly status: number; readonly reason: unknown };

export type Door = { readonly url: string; readonly secret: string; readonly appId: number };

/** Posts a webhook over a socket of its own, because what matters arrives before a request ends. */
export async function postWebhook(door: Door, sending: Sending): Promise<Answer> {
  const headers = await webhookHeaders(door, sending);
  const bytes = Buffer.from(sending.body);
  const length = sending.chunked ? {} : { "content-length": String(bytes.length) };
  // Asked to close, a server ends the socket with its answer, which is lost while we still write.
  const agent = new Agent({ keepAlive: true });
  const outgoing = request(new URL("/api/github/webhooks", door.url), {
    agent,
    method: "POST",
    headers: { ...length, ...headers },
  });
  const answer = answerOf(outgoing).finally(() => agent.destroy());
  for (let at = 0; at < bytes.length; at += MIB) outgoing.write(bytes.subarray(at, at + MIB));
  outgoing.end();
  return answer;
}

function answerOf(outgoing: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    outgoing.once("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const body: unknown = JSON.parse(Buffer.concat(parts).toString());
        resolve({ status: response.statusCode ?? 0, reason: Object(body)["reason_code"] });
        outgoing.destroy();
      });
    });
    outgoing.on("error", reject);
  });
}

/** What GitHub puts above a body, with its signature. */
export async function webhookHeaders(
  door: Door,
  sending: Sending,
): Promise<Record<string, string>> {
  const text = Buffer.from(sending.body).toString() || " ";
  const headers = {
    "content-type": "application/json",
    "x-github-delivery": crypto.randomUUID(),
    "x-github-event": "pull_request",
    "x-github-hook-installation-target-id": String(door.appId),
    "x-hub-signature-256": await sign(sending.secret ?? door.secret, text),
    ...sending.headers,
  };
  return Object.fromEntries(
    Object.entries(headers).filter((row): row is [string, string] => row[1] !== undefined),
  );
}
