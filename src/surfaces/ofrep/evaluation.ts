import type { Digest } from "../../core/kernel/digest.ts";
import type { Choice } from "../../core/rollout/choose-version.ts";

/** One flag's answer in OFREP's words. Metadata carries scalars only, as the protocol asks. */
export type Evaluation = {
  readonly key: string;
  readonly value: { readonly artifact: Digest; readonly url: string };
  readonly variant: "stable" | "candidate";
  readonly reason: "STATIC" | "SPLIT";
  readonly metadata: Readonly<Record<string, string | number>>;
};

/** `flagSetId` is what OpenFeature's telemetry hooks write down as `feature_flag.set.id`. */
export function evaluationOf(key: string, choice: Choice, origin: string): Evaluation {
  const { artifact, variant, because, counted, shadow } = choice;
  return {
    key,
    value: { artifact, url: `${origin}/api/v1/ir/artifacts/${artifact}` },
    variant,
    reason: because === "split" || because === "pinned" ? "SPLIT" : "STATIC",
    metadata: {
      ...(counted === undefined
        ? {}
        : { rollout: counted.id, flagSetId: counted.id, step: counted.step }),
      ...(shadow === undefined ? {} : { shadow_artifact: shadow }),
    },
  };
}
