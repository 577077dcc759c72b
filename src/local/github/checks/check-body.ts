import { z } from "zod";

const text = z.string().max(65_535);

const annotation = z.object({
  path: z.string().min(1),
  start_line: z.number().int(),
  end_line: z.number().int(),
  start_column: z.number().int().optional(),
  end_column: z.number().int().optional(),
  annotation_level: z.enum(["notice", "warning", "failure"]),
  message: z.string().max(65_536),
  title: z.string().max(255).optional(),
  raw_details: z.string().max(65_536).optional(),
});

const output = z.object({
  title: z.string().optional(),
  summary: text.optional(),
  text: text.optional(),
  annotations: z.array(annotation).max(50).optional(),
});

const action = z.object({
  label: z.string().max(20),
  description: z.string().max(40),
  identifier: z.string().max(20),
});

const conclusions = [
  "action_required",
  "cancelled",
  "failure",
  "neutral",
  "success",
  "skipped",
  "stale",
  "timed_out",
] as const;

const moment = z.iso.datetime({ offset: true });

/** What GitHub takes to change a check run; creating one adds a name, a commit and a summary. */
export const updateCheckBody = z.object({
  name: z.string().min(1).optional(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  started_at: moment.optional(),
  completed_at: moment.optional(),
  conclusion: z.enum(conclusions).optional(),
  output: output.optional(),
  actions: z.array(action).max(3).optional(),
});

export const createCheckBody = updateCheckBody.extend({
  name: z.string().min(1),
  head_sha: z.string(),
  output: output.extend({ title: z.string(), summary: text }).optional(),
});

export type UpdateCheckBody = z.infer<typeof updateCheckBody>;
export type CreateCheckBody = z.infer<typeof createCheckBody>;
