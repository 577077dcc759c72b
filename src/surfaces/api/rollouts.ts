import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { Ports } from "../../ports/ports.ts";
import { refuse } from "../problem.ts";
import { requireRuntime } from "../require-runtime.ts";
import { apiApp } from "./api-app.ts";
import { PROBLEM_RESPONSE } from "./problem-response.ts";

const rollout = z
  .object({
    id: z.string(),
    system: z.string(),
    pull: z.number().int(),
    state: z.string(),
    reason_code: z.string(),
    step: z.number().int(),
    share: z.number(),
    units: z.number().int(),
    stable: z.string(),
    candidate: z.string(),
  })
  .openapi("Rollout");

const route = createRoute({
  method: "get",
  path: "/api/v1/rollouts/{id}",
  summary: "Where a roll-out stands, for its runtime",
  request: { params: z.object({ id: z.string().min(1).max(256) }) },
  responses: {
    200: {
      description: "State, share and units with outcomes.",
      content: { "application/json": { schema: rollout } },
    },
    default: PROBLEM_RESPONSE,
  },
});

export function rolloutRoutes(ports: Pick<Ports, "store">): OpenAPIHono {
  const app = apiApp();
  const guarded = createRoute({
    ...route,
    middleware: [requireRuntime(ports, "evaluate")] as const,
  });
  app.openapi(guarded, async (c) => {
    const { id } = c.req.valid("param");
    const found = await ports.store.transact((tx) => tx.rollouts.load(id));
    const { repositoryId, system } = c.var.runtime;
    if (found?.repositoryId !== repositoryId || found.system !== system) {
      return refuse(c, "not-found");
    }
    return c.json(shownOf(found), 200);
  });
  return app;
}

function shownOf(found: Rollout): z.infer<typeof rollout> {
  const { id, system, pull, state, reason, step, share, health, stable, candidate } = found;
  const units = health.units;
  return { id, system, pull, state, reason_code: reason, step, share, units, stable, candidate };
}
