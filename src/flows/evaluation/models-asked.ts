import type { Artifact } from "../../core/ir/artifact.ts";
import type { ModelName } from "../../core/ir/model-question.ts";

type Asked = ModelName & { readonly isOptional: boolean };

/** Models that a run of the plan can ask, in the order of their names. */
export function modelsAskedBy({
  system,
  plan,
}: Pick<Artifact, "system" | "plan">): readonly Asked[] {
  const asked = new Set(
    Object.values(plan.steps).flatMap((step) => (step.kind === "model" ? [step.model] : [])),
  );
  return [...asked].sort().flatMap((id): readonly Asked[] => {
    const model = Object.hasOwn(system.models, id) ? system.models[id] : undefined;
    return model === undefined
      ? []
      : [{ provider: model.provider, id: model.id, isOptional: model.optional }];
  });
}
