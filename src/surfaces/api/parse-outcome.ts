import { z } from "@hono/zod-openapi";
import { instant } from "../../core/kernel/instant.ts";
import type { ReportedRecord } from "../../flows/runtime/record-outcomes.ts";

const name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);
const label = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\p{Cc}\p{Surrogate}]+$/u);

/** How one unit went: `at` is ISO 8601, metrics are what the charter's guards are named after. */
export const outcomeSchema = z
  .strictObject({
    id: label,
    rollout: label,
    unit: label,
    variant: z.enum(["stable", "candidate", "shadow"]),
    metrics: z
      .record(name, z.number())
      .refine((metrics) => Object.keys(metrics).length <= 50, "at most fifty metrics"),
    at: z.iso.datetime({ offset: true }),
    // Looked at by itself, so that one that cannot be kept does not take its outcome with it.
    input: z.unknown().optional().openapi({
      type: "object",
      description:
        "What a unit that ran the stable version was asked, up to 16 KiB. Kept, redacted, only where the charter's `capture` says so.",
    }),
  })
  .openapi("Outcome");

/** Record by record, so that one poisoned line neither counts nor takes the others with it. */
export function parseOutcome(value: unknown): ReportedRecord {
  const parsed = outcomeSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { id, rollout, unit, variant, metrics, at, input } = parsed.data;
  const milliseconds = Date.parse(at);
  if (!(milliseconds >= 0)) return undefined;
  const told = { id, rolloutId: rollout, unit, variant, metrics, at: instant(milliseconds) };
  return input === undefined ? told : { ...told, input };
}
