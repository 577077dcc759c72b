import { createMiddleware } from "hono/factory";
import { authoriseRuntime } from "../flows/runtime/authorise-runtime.ts";
import type { Ports } from "../ports/ports.ts";
import type { RuntimeToken, TokenScope } from "../ports/store/tokens.ts";
import { runtimeTokenOf } from "./presented-token.ts";
import { refuse } from "./problem.ts";

/** Stands before a route's schemas: nobody without a token has us read what they sent. */
export function requireRuntime(ports: Pick<Ports, "store">, scope: TokenScope) {
  return createMiddleware<{ Variables: { runtime: RuntimeToken } }>(async (c, next) => {
    const token = await authoriseRuntime(ports, runtimeTokenOf(c), scope);
    if (!token.ok) return refuse(c, token.refusal);
    c.set("runtime", token.value);
    return next();
  });
}
