import type { SystemRules } from "../ir/charter.ts";
import { DEFAULT_DEPLOYER } from "../ir/deployer.ts";
import type { Sha } from "../kernel/ids.ts";

/** How versions reach units where their runtime does not ask for each of them, as the charter has it. */
export type Delivery =
  | {
      readonly kind: "workflow";
      /** The only account whose word on a deployment counts. */
      readonly deployer: string;
      /** What production ran when the roll-out was born: a workflow that checks it out deploys that. */
      readonly returnTo: Sha;
      /** Where artifacts can be loaded from, without a trailing slash; empty where the app was not told. */
      readonly origin: string;
    }
  | {
      readonly kind: "replay";
      /** The recorded inputs, below the system's folder. */
      readonly dataset?: string;
      /** True where what production's units had is replayed in its place. */
      readonly captured?: true;
    };

type Rules = Pick<SystemRules, "delivery" | "deployer" | "replay" | "capture">;

/** Nothing where the runtime asks over OFREP, which needs no arrangement. */
export function deliveryOf(
  { delivery, deployer, replay, capture }: Rules,
  place: { readonly returnTo: Sha; readonly origin: string },
): Delivery | undefined {
  switch (delivery) {
    case "workflow":
      return { kind: "workflow", deployer: deployer ?? DEFAULT_DEPLOYER, ...place };
    case "replay":
      if (replay !== undefined) return { kind: "replay", dataset: replay.dataset };
      return { kind: "replay", ...(capture === undefined ? {} : { captured: true }) };
    default:
      return undefined;
  }
}

/** In its stages production's units report, for their inputs: no outcome of theirs is evidence of the candidate. */
export function replaysCaptured({ delivery }: { readonly delivery?: Delivery }): boolean {
  return delivery?.kind === "replay" && delivery.captured === true;
}
