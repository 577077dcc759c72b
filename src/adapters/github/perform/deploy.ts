import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt, SlotLookup } from "../../../ports/forge.ts";
import type { Connection } from "../connection.ts";

type Deploy = Extract<Effect, { kind: "deploy" }>;
type ReportDeployment = Extract<Effect, { kind: "report-deployment" }>;

/** The slot stands in the payload, where it can be found again. */
export async function deploy(
  connection: Connection,
  effect: Deploy,
  known: { readonly githubId?: string; readonly mayExist: boolean },
): Promise<Receipt> {
  const { octokit, name } = connection;
  const id =
    known.githubId ?? (known.mayExist ? await findDeployment(connection, effect) : undefined);
  if (id !== undefined) return { kind: "performed", githubId: id };
  const created = await octokit.rest.repos.createDeployment({
    ...name,
    ref: effect.sha,
    task: "deploy",
    environment: effect.environment,
    description: effect.description.slice(0, 140),
    auto_merge: false,
    required_contexts: [],
    transient_environment: effect.transient,
    production_environment: effect.production,
    payload: { ...effect.payload, omega_slot: effect.slot },
  });
  if (created.status !== 201) return { kind: "refused", detail: created.data.message ?? "merged" };
  return { kind: "performed", githubId: String(created.data.id) };
}

async function findDeployment(
  { octokit, name }: Connection,
  effect: Deploy,
): Promise<string | undefined> {
  const deployments = await octokit.paginate(octokit.rest.repos.listDeployments, {
    ...name,
    sha: effect.sha,
    environment: effect.environment,
    per_page: 100,
  });
  const found = deployments.find(({ payload }) => slotOf(payload) === effect.slot);
  return found === undefined ? undefined : String(found.id);
}

function slotOf(payload: unknown): unknown {
  return typeof payload === "object" && payload !== null && "omega_slot" in payload
    ? payload.omega_slot
    : undefined;
}

/** A status cannot be changed once written, so one that may have been written is looked for. */
export async function reportDeployment(
  { octokit, name }: Connection,
  effect: ReportDeployment,
  known: { readonly githubId?: string; readonly mayExist: boolean; readonly lookup: SlotLookup },
): Promise<Receipt> {
  if (known.githubId !== undefined) return { kind: "performed", githubId: known.githubId };
  const deployment = await known.lookup(effect.deployment);
  if (deployment === undefined) return { kind: "refused", detail: "the deployment is not there" };
  const at = { ...name, deployment_id: Number(deployment) };
  const description = effect.description.slice(0, 140);
  if (known.mayExist) {
    const statuses = await octokit.paginate(octokit.rest.repos.listDeploymentStatuses, {
      ...at,
      per_page: 100,
    });
    const found = statuses.find(
      (status) => status.state === effect.state && status.description === description,
    );
    if (found !== undefined) return { kind: "performed", githubId: String(found.id) };
  }
  const created = await octokit.rest.repos.createDeploymentStatus({
    ...at,
    state: effect.state,
    description,
    auto_inactive: true,
  });
  return { kind: "performed", githubId: String(created.data.id) };
}
