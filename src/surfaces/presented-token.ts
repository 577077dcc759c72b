import type { Context } from "hono";

/** Longer than any token of ours or GitHub's; a hash of megabytes would be work for nothing. */
const TOKEN = /^Bearer (\S{1,4096})$/i;

/** `Authorization: Bearer …`, as the API takes it. */
export function bearerOf(c: Context): string | undefined {
  return TOKEN.exec(c.req.header("authorization") ?? "")?.[1];
}

/** OFREP clients send either of the two; the standard one goes first. */
export function runtimeTokenOf(c: Context): string | undefined {
  const key = c.req.header("x-api-key");
  return bearerOf(c) ?? (key === undefined || key.length > 4096 ? undefined : key);
}
