import { z } from "zod";
import {
  familyDistance,
  type JudgeModel,
  type JudgeSetting,
  knownFamily,
} from "./core/judging/judge-model.ts";
import { accepted, refused, type Result } from "./core/kernel/result.ts";
import type { Problem } from "./model-settings.ts";

/** Rows of the same registry as all variables. */
export const JUDGE_VARIABLES = [
  {
    name: "AGENT_OMEGA_ENABLE_JUDGE",
    meaning:
      "true: the modes of the judge that ask again, where the charter names them; it may only lower a verdict",
    isSecret: false,
    fallback: "false",
  },
  {
    name: "AGENT_OMEGA_USE_MODEL_EVALUATION",
    meaning:
      "true: the model below compares free text where a charter has a `rubric` suite; a guard, which accepts nothing by itself",
    isSecret: false,
    fallback: "false",
  },
  {
    name: "AGENT_OMEGA_JUDGE_MODEL",
    meaning:
      "`<provider>/<model>` that hunts for hacks (mode `adversarial`) and compares free text, priced in AGENT_OMEGA_MODEL_PRICES",
    isSecret: false,
  },
  {
    name: "AGENT_OMEGA_JUDGE_FAMILY",
    meaning:
      "family of that model, such as `mistral`, where its name does not tell; proposers of the same family are not judged by it",
    isSecret: false,
  },
] as const;

/** The part of the environment's schema that is about the judge. */
export const judgeShape = {
  AGENT_OMEGA_ENABLE_JUDGE: z.enum(["true", "false"], "is neither true nor false").default("false"),
  AGENT_OMEGA_USE_MODEL_EVALUATION: z
    .enum(["true", "false"], "is neither true nor false")
    .default("false"),
  AGENT_OMEGA_JUDGE_MODEL: z
    .string()
    .regex(/^(openai|anthropic|openrouter|openai-compatible)\/.{1,200}$/, "names no model")
    .optional(),
  AGENT_OMEGA_JUDGE_FAMILY: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "is not a family")
    .optional(),
} satisfies Record<(typeof JUDGE_VARIABLES)[number]["name"], z.ZodType>;

const judgeSchema = z.object(judgeShape);

/** Whom the operator lets judge. A model whose family nobody can tell is no judge. */
export function judgeSettingOf(
  values: z.output<typeof judgeSchema>,
): Result<JudgeSetting | undefined, readonly Problem[]> {
  if (values.AGENT_OMEGA_ENABLE_JUDGE === "false") return accepted(undefined);
  const model = judgeModelOf(values);
  if (!model.ok) return model;
  return accepted(model.value === undefined ? {} : { model: model.value });
}

/** Who compares free text, where the operator wants that: the judge's model, under the judge's rules. */
export function raterOf(
  values: z.output<typeof judgeSchema>,
): Result<JudgeModel | undefined, readonly Problem[]> {
  if (values.AGENT_OMEGA_USE_MODEL_EVALUATION === "false") return accepted(undefined);
  const model = judgeModelOf(values);
  if (!model.ok || model.value !== undefined) return model;
  const variable = "AGENT_OMEGA_JUDGE_MODEL";
  return refused([
    { variable, message: "is not set, and AGENT_OMEGA_USE_MODEL_EVALUATION asks it" },
  ]);
}

function judgeModelOf(
  values: z.output<typeof judgeSchema>,
): Result<JudgeModel | undefined, readonly Problem[]> {
  const read = modelSchema.safeParse(values.AGENT_OMEGA_JUDGE_MODEL);
  if (!read.success) return accepted(undefined);
  const known = knownFamily(read.data);
  const declared = values.AGENT_OMEGA_JUDGE_FAMILY;
  const family = declared ?? known;
  const variable = "AGENT_OMEGA_JUDGE_FAMILY";
  if (family === undefined) {
    return refused([{ variable, message: "is not set, and the model's name does not tell it" }]);
  }
  if (known !== undefined && familyDistance(family, known) > 0) {
    return refused([{ variable, message: `is not the family of that model, which is ${known}` }]);
  }
  return accepted({ ...read.data, family });
}

const modelSchema = z
  .string()
  .transform((text) => {
    const at = text.indexOf("/");
    return { provider: text.slice(0, at), id: text.slice(at + 1) };
  })
  .pipe(
    z.object({
      provider: z.enum(["openai", "anthropic", "openrouter", "openai-compatible"]),
      id: z.string().min(1),
    }),
  );
