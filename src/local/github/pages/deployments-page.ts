import { stateOf, type Deployment, type Environment } from "../deployments/deployment.ts";
import type { Repository } from "../repositories/repository.ts";
import { html, type Html } from "./html.ts";
import { renderMark, renderPage, renderPill, renderTime, type Page } from "./layout.ts";

export function renderDeploymentRow(deployment: Deployment): Html {
  const state = stateOf(deployment);
  const words = deployment.statuses.at(-1)?.description ?? deployment.description ?? "";
  return html`<div class="row tight">
    ${renderMark(state)}<strong>${deployment.environment}</strong>
    <code>${deployment.sha.slice(0, 7)}</code> ${renderPill(state)}
    <span class="soft"
      >#${deployment.id} by ${deployment.creator.account.login},
      ${renderTime(deployment.updatedAt)}</span
    >
    <div class="soft">${words}</div>
  </div>`;
}

/** The newest deployment that succeeded and was not retired since. */
function activeOf(deployments: readonly Deployment[]): Deployment | undefined {
  return deployments.find((one) => stateOf(one) === "success");
}

function renderEnvironment(repository: Repository, environment: Environment): Html {
  const own = [...repository.deployments.values()]
    .filter((one) => one.environment.toLowerCase() === environment.name.toLowerCase())
    .toReversed();
  const active = activeOf(own);
  const now =
    active === undefined
      ? html`<span class="soft">nothing active</span>`
      : html`<span class="pill good">active</span> <code>${active.sha.slice(0, 7)}</code>
          <span class="soft">since ${renderTime(active.updatedAt)}</span>`;
  const rows =
    own.length === 0
      ? [html`<div class="row soft">Never deployed.</div>`]
      : own.map(renderDeploymentRow);
  return html`<div class="box">
    <div class="head"><strong>${environment.name}</strong> ${now}</div>
    ${rows}
  </div>`;
}

export function deploymentsPage(repository: Repository): Page {
  const environments = [...repository.environments.values()].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const all = environments.map((environment) => renderEnvironment(repository, environment));
  const list = all.length === 0 ? [html`<p class="soft">No environments yet.</p>`] : all;
  return renderPage(
    repository,
    "Deployments",
    html`<h1>Deployments</h1>
      ${list}`,
  );
}
