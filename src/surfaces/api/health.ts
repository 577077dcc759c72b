import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Ports } from "../../ports/ports.ts";
import { refuse } from "../problem.ts";
import { apiApp } from "./api-app.ts";
import { PROBLEM_RESPONSE } from "./problem-response.ts";

const health = z
  .object({
    status: z.literal("ok"),
    version: z.string(),
    deliveries_waiting: z.number().int(),
    ledger_size: z.number().int(),
  })
  .openapi("Health");

const route = createRoute({
  method: "get",
  path: "/api/v1/health",
  summary: "Whether the app and its store answer",
  responses: {
    200: { description: "Both do.", content: { "application/json": { schema: health } } },
    default: PROBLEM_RESPONSE,
  },
});

export function apiHealthRoutes(ports: Pick<Ports, "store" | "log" | "appVersion">): OpenAPIHono {
  const app = apiApp();
  app.openapi(route, async (c) => {
    try {
      const seen = await ports.store.transact(async (tx) => ({
        deliveries_waiting: await tx.inbox.waiting(),
        ledger_size: (await tx.ledger.head()).size,
      }));
      return c.json({ status: "ok" as const, version: ports.appVersion, ...seen }, 200);
    } catch {
      ports.log.error("the store does not answer");
      return refuse(c, "dependency-failed");
    }
  });
  return app;
}
