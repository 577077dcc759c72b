import { stateOf, type Deployment, type Environment } from "../deployments/deployment.ts";
import { fullNameOf, type Repository } from "../repositories/repository.ts";
import { renderDeploymentRow, renderKind, renderPull, titleOf } from "./deployment-row.ts";
import { html, type Html } from "./html.ts";
import { renderMark, renderPage, renderPill, renderTime, type Page } from "./layout.ts";

type Shown = {
  readonly environment: Environment;
  /** Newest first. */
  readonly deployments: readonly Deployment[];
  /** The newest that succeeded and was not retired since. */
  readonly active: Deployment | undefined;
};

function shownOf(repository: Repository, environment: Environment): Shown {
  const deployments = [...repository.deployments.values()]
    .filter((one) => one.environment.toLowerCase() === environment.name.toLowerCase())
    .toReversed();
  const active = deployments.find((one) => stateOf(one) === "success");
  return { environment, deployments, active };
}

/** What stands in an environment now, or what was tried there last. */
function renderCard(repository: Repository, { environment, deployments, active }: Shown): Html {
  const link = `/${fullNameOf(repository)}/deployments?environment=${encodeURIComponent(environment.name)}`;
  const name = html`<a href="${link}"><strong>${environment.name}</strong></a>`;
  const newest = active ?? deployments.at(0);
  if (newest === undefined) {
    return html`<div class="row tight">
      ${renderMark("inactive")}${name} <span class="soft">never deployed</span>
    </div>`;
  }
  const state = stateOf(newest);
  const pill =
    active === undefined ? renderPill(state) : html`<span class="pill good">active</span>`;
  return html`<div class="row tight">
    ${renderMark(state)}${name} ${pill} ${renderKind(newest)}
    <div class="soft">
      ${titleOf(repository, newest)} <code>${newest.sha.slice(0, 7)}</code>
      ${renderPull(repository, newest.sha)} · ${renderTime(newest.updatedAt)}
    </div>
  </div>`;
}

function renderHistory(repository: Repository, { environment, deployments, active }: Shown): Html {
  const rows = deployments.map((one) => renderDeploymentRow(repository, one, one === active));
  const list = rows.length === 0 ? [html`<div class="row soft">Never deployed.</div>`] : rows;
  return html`<div class="box">
    <div class="head">
      <strong>${environment.name}</strong>
      <span class="soft">${rows.length} ${rows.length === 1 ? "deployment" : "deployments"}</span>
    </div>
    ${list}
  </div>`;
}

/** Environments with what is active in each, and the history of all or of the one asked for. */
export function deploymentsPage(repository: Repository, wanted: string | null = null): Page {
  const all = [...repository.environments.values()]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((environment) => shownOf(repository, environment));
  const chosen = all.filter(({ environment }) => wanted === null || environment.name === wanted);
  const empty = [html`<p class="soft">No environments yet.</p>`];
  const cards = html`<div class="box">
    <div class="head"><strong>Environments</strong></div>
    ${all.map((shown) => renderCard(repository, shown))}
  </div>`;
  return renderPage(
    repository,
    "Deployments",
    html`<h1>Deployments</h1>
      ${all.length === 0 ? empty : cards}
      <h2>History</h2>
      ${chosen.map((shown) => renderHistory(repository, shown))}`,
  );
}
