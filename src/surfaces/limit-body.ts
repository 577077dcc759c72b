import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

type Limit = {
  readonly maxSize: number;
  readonly onError: (c: Context) => Response;
};

/**
 * Refuses bodies beyond a size. A length that is told beforehand is held by the HTTP parser, so that
 * the body need not be counted; to look at it here would cost a request of the web's full kind,
 * which on a busy door is most of the work.
 */
export function limitBody({ maxSize, onError }: Limit): MiddlewareHandler {
  const counted = bodyLimit({ maxSize, onError });
  return async (c, next) => {
    const length = toldLength(c.req.raw.headers);
    if (length === undefined) return counted(c, next);
    return length > maxSize ? onError(c) : next();
  };
}

/** What a request says of its body's length, to which the HTTP parser holds it. */
export function toldLength(headers: Headers): number | undefined {
  const told = headers.get("content-length");
  if (told === null || headers.has("transfer-encoding")) return undefined;
  return /^[0-9]{1,15}$/.test(told) ? Number(told) : undefined;
}
