import { z } from "zod";
import { parseJson } from "../../ir/parse-json.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { type Call, type Role, ROLES } from "./plan-hearing.ts";
import { CONCERNS, FINDINGS } from "./rubric.ts";

const findingSchema = z
  .strictObject({
    case: z.string().max(20),
    finding: z.enum(FINDINGS),
    concern: z.enum(CONCERNS),
    suspicion: z.number().int().min(0).max(100),
  })
  .refine(({ finding, concern, suspicion }) => {
    if (finding === "sound") return concern === "none" && suspicion < 50;
    return finding === "unsure" || (concern !== "none" && suspicion >= 50);
  });

const answerSchema = z.strictObject({ cases: z.array(findingSchema).length(ROLES.length) });

type Finding = z.output<typeof findingSchema>["finding"];

/** What the judge found of each case. */
export type Answer = Readonly<Record<Role, Finding>>;

const MOST_CHARACTERS = 4_000;

/**
 * Reads an answer strictly: one JSON object that names every case once, with a word and numbers that
 * fit together. There is nothing lenient to find a verdict in: a model repeats what it was told.
 */
export function parseAnswer(
  text: string,
  names: Call["names"],
): Result<Answer, "judge-answer-invalid"> {
  if (text.length > MOST_CHARACTERS) return refused("judge-answer-invalid");
  const json = parseJson("answer", new TextEncoder().encode(text));
  const read = json.ok ? answerSchema.safeParse(json.value.value) : undefined;
  if (read?.success !== true) return refused("judge-answer-invalid");
  const found = (role: Role): Finding | undefined =>
    read.data.cases.find((one) => one.case === names[role])?.finding;
  const [candidate, good, bad, graft] = [
    found("candidate"),
    found("good"),
    found("bad"),
    found("graft"),
  ];
  return candidate === undefined || good === undefined || bad === undefined || graft === undefined
    ? refused("judge-answer-invalid")
    : accepted({ candidate, good, bad, graft });
}
