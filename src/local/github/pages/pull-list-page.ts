import type { Label } from "../issues/issue.ts";
import type { Pull } from "../pulls/pull.ts";
import { fullNameOf, type Repository } from "../repositories/repository.ts";
import { html, type Html } from "./html.ts";
import { renderPage, renderPill, renderTime, type Page } from "./layout.ts";

/** Dark letters on light colours and light ones on dark, as GitHub chooses them. */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = (color.match(/../g) ?? []).map((two) => parseInt(two, 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 > 150 ? "#1f2328" : "#ffffff";
}

export function renderLabel(label: Label): Html {
  const color = /^[0-9a-fA-F]{6}$/.test(label.color) ? label.color : "ededed";
  return html`<span class="label" style="background:#${color};color:${inkOn(color)}"
    >${label.name}</span
  >`;
}

export function shownState(pull: Pull): string {
  if (pull.merged !== undefined) return "merged";
  return pull.state === "open" && pull.isDraft ? "draft" : pull.state;
}

function renderRow(repository: Repository, pull: Pull): Html {
  const link = `/${fullNameOf(repository)}/pull/${pull.number}`;
  return html`<div class="row">
    ${renderPill(shownState(pull))}
    <a href="${link}"><strong>${pull.title}</strong></a> ${pull.labels.map(renderLabel)}
    <div class="soft">
      #${pull.number} opened ${renderTime(pull.createdAt)} by ${pull.author.account.login}, into
      <code>${pull.baseBranch}</code>
    </div>
  </div>`;
}

export function pullListPage(repository: Repository): Page {
  const pulls = [...repository.pulls.values()].toReversed();
  const open = pulls.filter((pull) => pull.state === "open").length;
  const rows = pulls.map((pull) => renderRow(repository, pull));
  const list = rows.length === 0 ? [html`<div class="row soft">No pull requests yet.</div>`] : rows;
  const content = html`<h1>Pull requests</h1>
    <p class="soft">${open} open, ${pulls.length - open} closed</p>
    <div class="box">${list}</div>`;
  return renderPage(repository, "Pull requests", content);
}
