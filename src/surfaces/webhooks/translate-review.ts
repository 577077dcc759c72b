import { z } from "zod";
import type { Hint } from "../../flows/intake/hint.ts";
import { id, inRepository, look } from "./payload.ts";

export const reviewSchema = inRepository.extend({
  action: z.string(),
  pull_request: z.object({ number: id }),
});

/** An edited review approves what it approved before. */
export function translateReview(payload: z.infer<typeof reviewSchema>): readonly Hint[] {
  const changesApprovals = ["submitted", "dismissed"].includes(payload.action);
  return changesApprovals ? [look(payload, payload.pull_request.number)] : [];
}
