import { z } from "zod";

const TESTS = ["one-of", "contains-all", "contains-any", "starts-with", "json"] as const;

const textRule = z
  .strictObject({
    /** Of the output: its text, or its JSON where it is no text. */
    member: z.string().min(1).max(200),
    test: z.enum(TESTS),
    /** Several are alternatives, save under `contains-all`; `json` takes none. */
    values: z.array(z.string().min(1).max(10_000)).max(100).readonly().default([]),
    ignore_case: z.literal(true).optional(),
    negated: z.literal(true).optional(),
  })
  .refine(({ test, values }) => (test === "json") === (values.length === 0));

export const textRules = z.array(textRule).min(1).max(50);

/**
 * What a member of an answer has to say, where more than one wording is right. There are no patterns:
 * a candidate would choose the text on which one takes for ever.
 */
export type TextRule = z.output<typeof textRule>;
