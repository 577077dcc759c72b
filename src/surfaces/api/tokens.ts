import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { repositoryId } from "../../core/kernel/ids.ts";
import { issueToken } from "../../flows/runtime/issue-token.ts";
import type { Ports } from "../../ports/ports.ts";
import { bearerOf } from "../presented-token.ts";
import { refuse } from "../problem.ts";
import { apiApp } from "./api-app.ts";
import { PROBLEM_RESPONSE } from "./problem-response.ts";

const wish = z
  .strictObject({
    repository_id: z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
    system: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
    scopes: z
      .array(z.enum(["evaluate", "report"]))
      .min(1)
      .max(2),
  })
  .openapi("TokenWish");

const issued = z
  .object({
    token: z.string(),
    repository_id: z.number().int(),
    system: z.string(),
    scopes: z.array(z.string()),
  })
  .openapi("IssuedToken");

const route = createRoute({
  method: "post",
  path: "/api/v1/tokens",
  summary: "Make a runtime's token; authenticate with your GitHub token",
  middleware: [
    bodyLimit({
      maxSize: 16 * 1024,
      onError: (c) => refuse(c, "request-invalid", "The body is too large."),
    }),
  ] as const,
  request: { body: { required: true, content: { "application/json": { schema: wish } } } },
  responses: {
    201: {
      description: "The token, shown this once.",
      content: { "application/json": { schema: issued } },
    },
    default: PROBLEM_RESPONSE,
  },
});

export function tokenRoutes(
  ports: Pick<Ports, "store" | "forge" | "clock" | "entropy">,
): OpenAPIHono {
  const app = apiApp();
  app.openapi(route, async (c) => {
    const { repository_id, system, scopes } = c.req.valid("json");
    const made = await issueToken(ports, bearerOf(c), {
      repositoryId: repositoryId(repository_id),
      system,
      scopes: [...new Set(scopes)],
    });
    if (!made.ok) return refuse(c, made.refusal);
    c.header("cache-control", "no-store");
    return c.json({ token: made.value.token, repository_id, system, scopes }, 201);
  });
  return app;
}
