import type { IncomingHttpHeaders } from "node:http";
import type { World } from "../world.ts";

export type Page = { readonly status: number; readonly html: string };

/** A page for people, or nothing when the request is the API's to answer. */
export function answerPage(
  _world: World,
  _url: URL,
  _headers: IncomingHttpHeaders,
): Page | undefined {
  return undefined;
}
