import { ok, type Reply } from "../http/reply.ts";

/** GraphQL answers 200 to what it refuses. */
export function failed(type: string, message: string): Reply {
  return ok({ data: null, errors: [{ type, message, path: [] }] });
}
