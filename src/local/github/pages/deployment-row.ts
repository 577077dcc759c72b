import { type Deployment, type DeploymentStatus, stateOf } from "../deployments/deployment.ts";
import { loadCommit } from "../git/commit.ts";
import { fullNameOf, type Repository } from "../repositories/repository.ts";
import { html, type Html } from "./html.ts";
import { renderMark, renderPill, renderTime } from "./layout.ts";

/** One deployment of a history: what it brought, by whom, how it stands, and how it came to that. */
export function renderDeploymentRow(
  repository: Repository,
  deployment: Deployment,
  isActive: boolean = stateOf(deployment) === "success",
): Html {
  const state = stateOf(deployment);
  const said = deployment.statuses.at(-1)?.description ?? "";
  const words = said === "" ? (deployment.description ?? "") : said;
  return html`<div class="row tight" id="deployment-${deployment.id}">
    ${renderMark(state)}<strong>${titleOf(repository, deployment)}</strong>
    ${isActive ? html`<span class="pill good">active</span>` : renderPill(state)}
    <div class="soft">
      <code>${deployment.sha.slice(0, 7)}</code> to <strong>${deployment.environment}</strong>
      ${renderKind(deployment)}${renderPull(repository, deployment.sha)}
      <span>· #${deployment.id} by ${deployment.creator.account.login},</span>
      ${renderTime(deployment.createdAt)}
    </div>
    <div class="soft">${words}</div>
    ${renderStatuses(deployment)}
  </div>`;
}

/** GitHub says of an environment whether it stays, and whether users meet it. */
export function renderKind({ isProduction, isTransient }: Deployment): Html | undefined {
  if (isProduction) return html`<span class="label">production</span>`;
  return isTransient ? html`<span class="label">transient</span>` : undefined;
}

/** The pull request that brought the commit, where one has it as its head. */
export function renderPull(repository: Repository, sha: string): Html | undefined {
  const pull = [...repository.pulls.values()].findLast(({ headSha }) => headSha === sha);
  if (pull === undefined) return undefined;
  const { number } = pull;
  return html`<a href="/${fullNameOf(repository)}/pull/${number}">#${number}</a>`;
}

/** The first line of the commit's message. */
export function titleOf({ objects }: Repository, { sha }: Deployment): string {
  return loadCommit(objects, sha).message.split("\n")[0] ?? "";
}

/** Newest first, as GitHub lists them. */
function renderStatuses({ statuses }: Deployment): Html | undefined {
  if (statuses.length === 0) return undefined;
  return html`<details>
    <summary class="soft">
      ${statuses.length} ${statuses.length === 1 ? "status" : "statuses"}
    </summary>
    ${statuses.toReversed().map(renderStatus)}
  </details>`;
}

function renderStatus({ state, description, creator, createdAt, logUrl }: DeploymentStatus): Html {
  const log = /^https?:\/\//.test(logUrl) ? html`<a href="${logUrl}">log</a>` : undefined;
  return html`<div class="status">
    ${renderPill(state)}
    <span class="soft">${creator.account.login}, ${renderTime(createdAt)}</span> ${log}
    <div class="soft">${description}</div>
  </div>`;
}
