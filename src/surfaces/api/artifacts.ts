import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { isDigest } from "../../core/kernel/digest.ts";
import { fetchArtifact } from "../../flows/runtime/fetch-artifact.ts";
import type { Ports } from "../../ports/ports.ts";
import { refuse } from "../problem.ts";
import { requireRuntime } from "../require-runtime.ts";
import { apiApp } from "./api-app.ts";
import { PROBLEM_RESPONSE } from "./problem-response.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/ir/artifacts/{digest}",
  summary: "A compiled version, by the digest of its text",
  request: { params: z.object({ digest: z.string().refine(isDigest, "not a digest") }) },
  responses: {
    200: {
      description: "The bundle: definition and files. Its SHA-256 is the digest; check it.",
      content: { "application/json": { schema: z.looseObject({}).openapi("Artifact") } },
    },
    304: { description: "The one you have; it never changes." },
    default: PROBLEM_RESPONSE,
  },
});

/** What a digest names never changes, so whoever has it never needs to ask again. */
const FOR_EVER = "private, max-age=31536000, immutable";

export function artifactRoutes(ports: Pick<Ports, "store">): OpenAPIHono {
  const app = apiApp();
  const guarded = createRoute({
    ...route,
    middleware: [requireRuntime(ports, "evaluate")] as const,
  });
  app.openapi(guarded, async (c) => {
    const { digest } = c.req.valid("param");
    const text = await fetchArtifact(ports, c.var.runtime, digest);
    if (!text.ok) return refuse(c, text.refusal);
    c.header("cache-control", FOR_EVER);
    c.header("etag", `"${digest}"`);
    if (c.req.header("if-none-match") === `"${digest}"`) return c.body(null, 304);
    return c.body(text.value, 200, { "content-type": "application/json" });
  });
  return app;
}
