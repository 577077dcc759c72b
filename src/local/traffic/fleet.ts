import { z } from "zod";
import { type Digest, isDigest } from "../../core/kernel/digest.ts";
import { variantOf } from "../../core/rollout/split.ts";
import type { Evaluated } from "./app-client.ts";
import type { Delivering } from "./local-workflow.ts";

const digest = z.string().refine(isDigest);

/** What a deployment of the app's asks for, as the guide to delivery describes it. */
const payload = z.object({
  artifact: digest,
  stable: digest,
  version: z.enum(["candidate", "stable"]),
  share: z.number().min(0).max(100),
  report_as: z.string(),
});

type Asked = z.infer<typeof payload> & { readonly stage: string };

/** Machines of a team that run what its workflow deploys to them, and split live units themselves. */
export type Fleet = Pick<Delivering, "deliver"> & {
  /** Which version serves a unit; nothing before the first deployment. */
  evaluate(unit: string): Promise<Evaluated | undefined>;
};

/** The fleet of one system: every deployment to one of its environments replaces the one before. */
export function openFleet(system: string): Fleet {
  let newest: Asked | undefined;
  return {
    deliver: ({ environment, payload: told }) => {
      const [of, stage = ""] = environment.split("/");
      if (of !== system) return undefined;
      const asked = payload.safeParse(typeof told === "string" ? JSON.parse(told) : told);
      if (!asked.success) return "failure";
      newest = { ...asked.data, stage };
      return "success";
    },
    evaluate: async (unit) => newest && serving(newest, unit),
  };
}

function serving(asked: Asked, unit: string): Evaluated {
  const { artifact, stable, stage, share, report_as: rollout } = asked;
  // What everybody runs is the stable version to whoever counts, be it new there or back again.
  if (asked.version === "stable" || stage === "production") {
    return { artifact, variant: "stable", rollout };
  }
  if (stage === "shadow") return { artifact: stable, variant: "stable", rollout, shadow: artifact };
  const variant = variantOf(rollout, unit, share);
  return { artifact: pick(variant, asked), variant, rollout };
}

function pick(variant: Evaluated["variant"], { artifact, stable }: Asked): Digest {
  return variant === "candidate" ? artifact : stable;
}
