import { createHash, randomBytes } from "node:crypto";
import type { Reply } from "./reply.ts";
import { rateLimitHeaders, type RateLimitState } from "./rate-limit.ts";

export type Rendered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
};

type Setting = {
  readonly reply: Reply;
  readonly method: string;
  readonly rate: RateLimitState;
  readonly at: Date;
  readonly ifNoneMatch: string | undefined;
};

const documentation = "https://docs.github.com/rest";

/** Errors name their documentation and repeat the status as text, as GitHub's do. */
function bodyOf(reply: Reply): unknown {
  if (reply.status < 400 || typeof reply.body !== "object") return reply.body;
  return { ...reply.body, documentation_url: documentation, status: String(reply.status) };
}

function bytesOf(reply: Reply): Uint8Array {
  if (reply.raw !== undefined) return reply.raw;
  return reply.body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(bodyOf(reply)));
}

function fixedHeaders(at: Date): Readonly<Record<string, string>> {
  return {
    server: "github.com",
    date: at.toUTCString(),
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": "2022-11-28",
    "x-github-request-id": randomBytes(16).toString("hex").toUpperCase(),
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, X-GitHub-Request-Id, X-RateLimit-Limit",
    "cache-control": "private, max-age=60, s-maxage=60",
    vary: "Accept, Authorization, Cookie, X-GitHub-OTP",
  };
}

function isFresh(etag: string, ifNoneMatch: string | undefined): boolean {
  const known = (ifNoneMatch ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes(etag.replace(/^W\//, ""));
}

/** Headers, entity tag and the 304 of a conditional request. */
export function renderReply({ reply, method, rate, at, ifNoneMatch }: Setting): Rendered {
  const bytes = bytesOf(reply);
  const type =
    reply.raw === undefined ? "application/json; charset=utf-8" : "application/vnd.github.raw";
  const headers: Record<string, string> = {
    ...fixedHeaders(at),
    ...rateLimitHeaders(rate),
    ...reply.headers,
  };
  if (bytes.length > 0) headers["content-type"] = type;
  const isRead = (method === "GET" || method === "HEAD") && reply.status === 200;
  if (!isRead) return { status: reply.status, headers, bytes };
  const etag = `W/"${createHash("sha256").update(bytes).digest("hex")}"`;
  headers["etag"] = etag;
  if (!isFresh(etag, ifNoneMatch)) return { status: 200, headers, bytes };
  delete headers["content-type"];
  return { status: 304, headers, bytes: new Uint8Array() };
}
