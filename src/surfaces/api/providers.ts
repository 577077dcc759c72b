import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Ports } from "../../ports/ports.ts";
import { apiApp } from "./api-app.ts";
import { PROBLEM_RESPONSE } from "./problem-response.ts";

const providers = z
  .object({
    providers: z.array(
      z.object({
        provider: z.string(),
        state: z.enum(["unconfigured", "ready", "rejected", "failing", "unreachable"]),
      }),
    ),
  })
  .openapi("Providers");

const route = createRoute({
  method: "get",
  path: "/api/v1/providers/health",
  summary: "Which providers of models are configured, and whether they answer and take the key",
  responses: {
    200: {
      description: "As seen within the last minute, without a question to any model.",
      content: { "application/json": { schema: providers } },
    },
    default: PROBLEM_RESPONSE,
  },
});

export function providerRoutes({ models }: Pick<Ports, "models">): OpenAPIHono {
  const app = apiApp();
  app.openapi(route, async (c) => c.json({ providers: [...(await models.health())] }, 200));
  return app;
}
