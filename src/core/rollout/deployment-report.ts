import type { DeploymentState } from "../decision/effect.ts";
import { isSameLogin } from "../ir/deployer.ts";

/** A status of a deployment, as GitHub lists it. */
export type DeploymentReport = {
  readonly creator: string;
  readonly state: DeploymentState | "pending";
};

export type Reporting = {
  /** The account that the charter names. */
  readonly deployer: string;
  /** Who proposed the mutation: its own word on where it runs is worth nothing. */
  readonly proposer: string;
};

/**
 * What the deployer says last, or nothing yet. Everybody with write access can put a status on a
 * deployment, so all others are passed over, our own among them.
 */
export function heardOf(
  reports: readonly DeploymentReport[],
  { deployer, proposer }: Reporting,
): "served" | "failed" | undefined {
  if (isSameLogin(deployer, proposer)) return undefined;
  // GitHub lists the newest first. A version that was retired meanwhile is served no more, which is
  // for whoever retired it to say: it neither begins a stage nor ends one.
  const last = reports.find(
    ({ creator, state }) => isSameLogin(creator, deployer) && FINAL[state] !== undefined,
  );
  return last && FINAL[last.state];
}

const FINAL: Readonly<Partial<Record<DeploymentReport["state"], "served" | "failed">>> = {
  success: "served",
  failure: "failed",
  error: "failed",
};
