import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { jobResults } from "../../core/evaluation/job-results.ts";
import { receiveResults } from "../../flows/runtime/receive-results.ts";
import type { Ports } from "../../ports/ports.ts";
import { bearerOf } from "../presented-token.ts";
import { refuse } from "../problem.ts";
import { apiApp } from "./api-app.ts";
import { PROBLEM_RESPONSE } from "./problem-response.ts";

const MOST_BYTES = 8 * 1024 * 1024;

const submission = z
  .strictObject({
    // Shown as results, taken as anything: an output of any depth has no schema to be described by.
    results: z.array(z.unknown()).openapi({
      type: "array",
      maxItems: 20_000,
      items: {
        type: "object",
        required: ["side", "suite", "item"],
        properties: {
          side: { type: "string", enum: ["baseline", "candidate"] },
          suite: { type: "string", enum: ["public", "safety"] },
          item: { type: "string" },
          output: { type: "object" },
          milliseconds: { type: "number", minimum: 0 },
        },
      },
    }),
  })
  .openapi("JobResults");

const limited = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (c) => refuse(c, "request-invalid", "The body is too large."),
});

const route = createRoute({
  method: "post",
  path: "/api/v1/evaluations/{nonce}/results",
  summary: "Hand in what a workflow run answered, with the run's own OIDC token",
  request: {
    params: z.object({ nonce: z.string().regex(/^[0-9a-zA-Z-]{1,64}$/) }),
    body: { required: true, content: { "application/json": { schema: submission } } },
  },
  responses: {
    202: {
      description: "Taken; the evaluation goes on.",
      content: { "application/json": { schema: z.object({ accepted: z.literal(true) }) } },
    },
    default: PROBLEM_RESPONSE,
  },
});

export function evaluationRoutes(
  ports: Pick<Ports, "store" | "clock" | "wake" | "forge" | "jobTokens">,
): OpenAPIHono {
  const app = apiApp();
  app.use("/api/v1/evaluations/*", limited);
  app.openapi(route, async (c) => {
    const token = bearerOf(c);
    if (token === undefined) return refuse(c, "request-unauthorised");
    const { nonce } = c.req.valid("param");
    const results = jobResults.safeParse(c.req.valid("json").results);
    if (!results.success) {
      const [issue] = results.error.issues;
      return refuse(c, "request-invalid", `results/${issue?.path.join("/")}: ${issue?.message}`);
    }
    const received = await receiveResults(ports, { nonce, token, results: results.data });
    return received.ok ? c.json({ accepted: true } as const, 202) : refuse(c, received.refusal);
  });
  return app;
}
