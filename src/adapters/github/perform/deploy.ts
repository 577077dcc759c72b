import type { Effect } from "../../../core/decision/effect.ts";
import { cutLine } from "../../../core/prose/cut-text.ts";
import type { Receipt, SlotLookup } from "../../../ports/forge.ts";
import type { PullNumber } from "../../../core/kernel/ids.ts";
import type { Connection } from "../connection.ts";

type Deploy = Extract<Effect, { kind: "deploy" }>;
type ReportDeployment = Extract<Effect, { kind: "report-deployment" }>;

const LONGEST_DESCRIPTION = 140;

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
    description: cutLine(effect.description, LONGEST_DESCRIPTION),
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
  { octokit, name, appId }: Connection,
  effect: Deploy,
): Promise<string | undefined> {
  const deployments = await octokit.paginate(octokit.rest.repos.listDeployments, {
    ...name,
    sha: effect.sha,
    environment: effect.environment,
    per_page: 100,
  });
  const found = deployments.find(
    ({ payload, performed_via_github_app: app }) =>
      app?.id === appId && slotOf(payload) === effect.slot,
  );
  return found === undefined ? undefined : String(found.id);
}

function slotOf(payload: unknown): unknown {
  return typeof payload === "object" && payload !== null && "omega_slot" in payload
    ? payload.omega_slot
    : undefined;
}

/** Of github.com the API has a host of its own; a server of one's own has it below a path. */
function pullPage(
  { octokit, name }: Pick<Connection, "octokit" | "name">,
  pull: PullNumber,
): string {
  const { baseUrl } = octokit.request.endpoint.DEFAULTS;
  const site = baseUrl.replace("://api.github.com", "://github.com").replace(/\/api\/v3$/, "");
  return `${site}/${name.owner}/${name.repo}/pull/${pull}`;
}

/**
 * Statuses are a list without names and cannot be changed. So where one may have been written, the
 * newest is compared: if it says the same, nothing is added.
 */
export async function reportDeployment(
  { octokit, name }: Connection,
  effect: ReportDeployment,
  known: { readonly githubId?: string; readonly mayExist: boolean; readonly lookup: SlotLookup },
): Promise<Receipt> {
  const deployment = await known.lookup(effect.deployment);
  if (deployment === undefined) return { kind: "refused", detail: "the deployment is not there" };
  const at = { ...name, deployment_id: Number(deployment) };
  const description = cutLine(effect.description, LONGEST_DESCRIPTION);
  if (known.mayExist || known.githubId !== undefined) {
    const newest = await octokit.rest.repos.listDeploymentStatuses({ ...at, per_page: 1 });
    const [status] = newest.data;
    if (status?.state === effect.state && status.description === description) {
      return { kind: "performed", githubId: String(status.id) };
    }
  }
  const created = await octokit.rest.repos.createDeploymentStatus({
    ...at,
    state: effect.state,
    description,
    ...(effect.pull === undefined ? {} : { log_url: pullPage({ octokit, name }, effect.pull) }),
    auto_inactive: true,
  });
  return { kind: "performed", githubId: String(created.data.id) };
}
