import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { type RecordAnswer, recordOutcomes } from "../../flows/runtime/record-outcomes.ts";
import type { Ports } from "../../ports/ports.ts";
import { refuse } from "../problem.ts";
import { requireRuntime } from "../require-runtime.ts";
import { apiApp } from "./api-app.ts";
import { outcomeSchema, parseOutcome } from "./parse-outcome.ts";
import { PROBLEM_RESPONSE } from "./problem-response.ts";

const MOST_BYTES = 1024 * 1024;
const MOST_RECORDS = 1000;

const batch = z.strictObject({
  // Shown as outcomes, taken as anything: each record is refused or accepted on its own.
  outcomes: z
    .array(z.unknown())
    .min(1)
    .max(MOST_RECORDS)
    .openapi({ type: "array", items: { $ref: "#/components/schemas/Outcome" } }),
});

const answers = z
  .object({
    accepted: z.number().int(),
    rejected: z.number().int(),
    results: z.array(
      z.object({
        index: z.number().int(),
        accepted: z.boolean(),
        reason_code: z.string().optional(),
        input: z
          .object({ kept: z.boolean(), reason_code: z.string().optional() })
          .optional()
          .openapi({ description: "What became of the input, where the outcome had one." }),
      }),
    ),
  })
  .openapi("OutcomeAnswers");

const limited = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (c) => refuse(c, "request-invalid", "The body is too large."),
});

const route = createRoute({
  method: "post",
  path: "/api/v1/outcomes",
  summary: "Report how units went, up to 1000 at a time",
  request: { body: { required: true, content: { "application/json": { schema: batch } } } },
  responses: {
    200: {
      description: "One answer for each record, in their order.",
      content: { "application/json": { schema: answers } },
    },
    default: PROBLEM_RESPONSE,
  },
});

export function outcomeRoutes(ports: Pick<Ports, "store" | "clock" | "wake">): OpenAPIHono {
  const app = apiApp();
  app.openAPIRegistry.register("Outcome", outcomeSchema);
  app.use(route.path, limited);
  const guarded = createRoute({
    ...route,
    middleware: [requireRuntime(ports, "report")] as const,
  });
  app.openapi(guarded, async (c) => {
    const records = c.req.valid("json").outcomes.map(parseOutcome);
    const answered = await recordOutcomes(ports, c.var.runtime, records);
    const results = answered.map((answer, index) => ({ index, ...presentAnswer(answer) }));
    const accepted = results.filter((result) => result.accepted).length;
    return c.json({ accepted, rejected: results.length - accepted, results }, 200);
  });
  return app;
}

function presentAnswer(answer: RecordAnswer) {
  if (!answer.accepted) return { accepted: false, reason_code: answer.reason };
  const { input } = answer;
  if (input === undefined) return { accepted: true };
  return {
    accepted: true,
    input: input.kept ? { kept: true } : { kept: false, reason_code: input.reason },
  };
}
