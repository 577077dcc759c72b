import type { Effect } from "../../src/core/decision/effect.ts";
import type { DeploymentReport } from "../../src/core/rollout/deployment-report.ts";
import type { Delivery } from "../../src/core/rollout/delivery.ts";
import { sha } from "../../src/core/kernel/ids.ts";
import type { BenchRepository } from "./bench-repository.ts";

export const DEPLOYER = "deploy-bot[bot]";

/** Where the bench's production comes from, as a roll-out that a workflow delivers remembers it. */
export const BY_WORKFLOW: Extract<Delivery, { kind: "workflow" }> = {
  kind: "workflow",
  deployer: DEPLOYER,
  returnTo: sha("d".repeat(40)),
  origin: "https://omega.example.com",
};

export type Deployed = Extract<Effect, { kind: "deploy" }>;

/** The deployments that were asked for in an environment, oldest first. */
export function deploymentsTo(
  { performed }: BenchRepository,
  environment: string,
): readonly Deployed[] {
  return performed.filter(
    (effect): effect is Deployed => effect.kind === "deploy" && effect.environment === environment,
  );
}

/** Somebody puts a status on the newest deployment in an environment. */
export function report(
  repository: BenchRepository,
  environment: string,
  status: Partial<DeploymentReport> & Pick<DeploymentReport, "state">,
): void {
  const newest = deploymentsTo(repository, environment).at(-1);
  if (newest === undefined) throw new Error(`nothing was deployed to ${environment}`);
  const id = String(repository.performed.indexOf(newest) + 1);
  const earlier = repository.reports.get(id) ?? [];
  repository.reports.set(id, [{ creator: DEPLOYER, ...status }, ...earlier]);
}
