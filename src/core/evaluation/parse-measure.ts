import { z } from "zod";
import type { Json } from "../kernel/json.ts";
import type { Measure } from "./records.ts";

const bit = z.union([z.literal(0), z.literal(1)]);

const measure = z.strictObject({
  correct: bit,
  violation: bit,
  confidence: z.number().min(0).max(1).optional(),
  cost: z.number().int().min(0),
  milliseconds: z.number().min(0),
  failed: z.boolean(),
});

/** A measure as it was kept; anything else is no measure, and the case is run again. */
export function parseMeasure(kept: Json): Measure | undefined {
  const parsed = measure.safeParse(kept);
  if (!parsed.success) return undefined;
  const { confidence, ...rest } = parsed.data;
  return confidence === undefined ? rest : { ...rest, confidence };
}
