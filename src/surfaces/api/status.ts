import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { repositoryId } from "../../core/kernel/ids.ts";
import { isoOf } from "../../core/kernel/instant.ts";
import { renderReason } from "../../core/prose/reasons.ts";
import { authoriseReader } from "../../flows/runtime/authorise-reader.ts";
import { reportStatus, type Standing } from "../../flows/runtime/report-status.ts";
import type { Ports } from "../../ports/ports.ts";
import { bearerOf } from "../presented-token.ts";
import { refuse } from "../problem.ts";
import { apiApp } from "./api-app.ts";
import { PROBLEM_RESPONSE } from "./problem-response.ts";

/** Why something stands where it stands: the code, its sentence, and who can do what about it. */
const reasoned = z.object({
  reason_code: z.string(),
  reason: z.string(),
  unblocked_by: z.string(),
});

const metric = z.object({
  metric: z.string(),
  units: z.int(),
  e_harm: z.number(),
  e_no_harm: z.number().optional(),
});

const standing = reasoned.extend({
  pull: z.int(),
  system: z.string().optional(),
  state: z.string(),
  step: z.int().optional(),
  share: z.number().optional(),
  units: z.int().optional(),
  evidence: z.array(metric),
  holds_until: z.iso.datetime().optional(),
  behind: z.object({ pull: z.int(), place: z.int() }).optional(),
});

const incident = reasoned.extend({
  id: z.string(),
  freezes: z.union([z.literal("repository"), z.array(z.string())]),
});

const statusSchema = z
  .object({ open: z.array(standing), incidents: z.array(incident) })
  .openapi("Status");

const route = createRoute({
  method: "get",
  path: "/api/v1/repositories/{id}/status",
  summary: "Everything under way in a repository; authenticate with your GitHub token",
  request: {
    params: z.object({
      id: z
        .string()
        .regex(/^[1-9]\d{0,14}$/, "not a repository's number")
        .transform((text) => repositoryId(Number(text))),
    }),
  },
  responses: {
    200: {
      description: "Open pull requests with their state, evidence and what they wait for.",
      content: { "application/json": { schema: statusSchema } },
    },
    default: PROBLEM_RESPONSE,
  },
});

export function statusRoutes(ports: Pick<Ports, "store" | "forge">): OpenAPIHono {
  const app = apiApp();
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const reader = await authoriseReader(ports, bearerOf(c), id);
    if (!reader.ok) return refuse(c, reader.refusal);
    const { open, incidents } = await reportStatus(ports, id);
    const shown = incidents.map(({ reason, freezes, id: name }) => ({
      id: name,
      freezes: freezes === "repository" ? freezes : [...freezes],
      ...reasonOf(reason),
    }));
    return c.json({ open: open.map(shownOf), incidents: shown }, 200);
  });
  return app;
}

function shownOf({ evidence, reason, holdsUntil, ...rest }: Standing): z.infer<typeof standing> {
  return {
    ...rest,
    ...reasonOf(reason),
    ...(holdsUntil === undefined ? {} : { holds_until: isoOf(holdsUntil) }),
    evidence: evidence.map(({ metric: name, units, harm, noHarm }) => ({
      metric: name,
      units,
      e_harm: harm,
      ...(noHarm === undefined ? {} : { e_no_harm: noHarm }),
    })),
  };
}

function reasonOf(code: Standing["reason"]): z.infer<typeof reasoned> {
  const { title, remedy } = renderReason(code);
  return { reason_code: code, reason: title, unblocked_by: remedy };
}
