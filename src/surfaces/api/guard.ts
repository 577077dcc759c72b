import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { repositoryId } from "../../core/kernel/ids.ts";
import { examineGuard } from "../../flows/runtime/examine-guard.ts";
import type { Ports } from "../../ports/ports.ts";
import { bearerOf } from "../presented-token.ts";
import { refuse } from "../problem.ts";
import { apiApp } from "./api-app.ts";
import { PROBLEM_RESPONSE } from "./problem-response.ts";

const guard = z
  .object({
    branch: z.string(),
    /** False where GitHub does not let the app look; the rest is null then. */
    seen: z.boolean(),
    required: z.boolean().nullable(),
    pinned: z.boolean().nullable(),
    /** How many may merge past it; who they are is for administrators to know. */
    bypassers: z.number().int().nullable(),
  })
  .openapi("Guard");

const route = createRoute({
  method: "get",
  path: "/api/v1/repositories/{id}/guard",
  summary: "How GitHub guards the default branch; authenticate with your GitHub token",
  request: {
    params: z.object({
      id: z
        .string()
        .regex(/^[1-9]\d{0,14}$/, "not a repository's number")
        .transform(Number),
    }),
  },
  responses: {
    200: {
      description: "Whether the release check is required, from this app alone.",
      content: { "application/json": { schema: guard } },
    },
    default: PROBLEM_RESPONSE,
  },
});

export function guardRoutes(ports: Pick<Ports, "store" | "forge">): OpenAPIHono {
  const app = apiApp();
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const found = await examineGuard(ports, bearerOf(c), repositoryId(id));
    if (!found.ok) return refuse(c, found.refusal);
    const { branch, guard: seen } = found.value;
    c.header("cache-control", "no-store");
    return c.json(
      {
        branch,
        seen: seen !== undefined,
        required: seen?.isRequired ?? null,
        pinned: seen?.isPinned ?? null,
        bypassers: seen?.bypass?.length ?? null,
      },
      200,
    );
  });
  return app;
}
