import { z } from "zod";
import { ASK_BYTES, OUTPUT_BYTES } from "./protocol.ts";

/** Checked although our own code writes it: a guest that broke out of its engine would too. */
export const replyLine = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("begun") }),
  z.strictObject({
    kind: z.literal("asked"),
    capability: z.string().max(100),
    request: z.string().max(ASK_BYTES),
  }),
  z.strictObject({
    kind: z.literal("answered"),
    output: z.string().max(OUTPUT_BYTES),
    milliseconds: z.number().min(0).max(60_000),
  }),
  z.strictObject({
    kind: z.literal("failed"),
    why: z.enum(["unloadable", "deadline", "memory", "threw", "bad-output"]),
    detail: z.string().max(300),
  }),
]);

export type ReplyLine = z.infer<typeof replyLine>;

/** How a call ended. */
export type EndLine = Extract<ReplyLine, { readonly kind: "answered" | "failed" }>;
