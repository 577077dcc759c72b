import { z } from "@hono/zod-openapi";

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    reason_code: z.string(),
  })
  .openapi("Problem");

/** Every refusal of the API, as it stands in the OpenAPI document. */
export const PROBLEM_RESPONSE = {
  description: "Refused; `reason_code` says why.",
  content: { "application/problem+json": { schema: problem } },
} as const;
