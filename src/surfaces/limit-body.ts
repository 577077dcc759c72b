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
    const length = toldLength(c);
    if (length === undefined) return counted(c, next);
    return length > maxSize ? onError(c) : next();
  };
}

function toldLength(c: Context): number | undefined {
  const told = c.req.header("content-length");
  if (told === undefined || c.req.header("transfer-encoding") !== undefined) return undefined;
  return /^[0-9]{1,15}$/.test(told) ? Number(told) : undefined;
}
