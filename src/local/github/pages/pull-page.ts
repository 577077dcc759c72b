import { latestRuns } from "../checks/required-checks.ts";
import type { Annotation, CheckRun } from "../checks/check-run.ts";
import { loadCommit } from "../git/commit.ts";
import type { FileChange } from "../git/file-changes.ts";
import { commitsBetween } from "../git/history.ts";
import { changesSinceFork } from "../git/object-model.ts";
import { baseOf } from "../pulls/mergeability.ts";
import type { Pull } from "../pulls/pull.ts";
import type { Repository } from "../repositories/repository.ts";
import { renderDeploymentRow } from "./deployment-row.ts";
import { html, type Html } from "./html.ts";
import { renderMark, renderPage, renderPill, renderTime, type Page } from "./layout.ts";
import { renderLabel, shownState } from "./pull-list-page.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderConversation } from "./render-conversation.ts";

function renderAnnotation(annotation: Annotation): Html {
  const { path, start_line: line, annotation_level: level, title, message } = annotation;
  return html`<div class="note ${level}">
    <code>${path}:${line}</code> <strong>${title ?? level}</strong><br />${message}
  </div>`;
}

function renderRun(run: CheckRun): Html {
  const state = run.conclusion ?? run.status;
  const summary = run.summary === undefined ? undefined : renderMarkdown(run.summary);
  const text = run.text === undefined ? undefined : renderMarkdown(run.text);
  const buttons = run.actions.map((one) => html`<span class="label">${one.label}</span>`);
  const isOpen = state === "success" || state === "neutral" ? "" : "open";
  const more = html`${summary}${text}${run.annotations.map(renderAnnotation)}${buttons}`;
  const head = html`${renderMark(state)}<strong>${run.name}</strong>
    <span class="soft"
      >${state.replaceAll("_", " ")}${run.title === undefined ? "" : ` — ${run.title}`}</span
    >`;
  if (more.html === "") return html`<div class="row tight" id="run-${run.id}">${head}</div>`;
  return html`<div class="row tight" id="run-${run.id}">
    <details ${isOpen}>
      <summary>${head}</summary>
      ${more}
    </details>
  </div>`;
}

function lineClass(line: string): string {
  if (line.startsWith("+")) return "add";
  if (line.startsWith("-")) return "del";
  return line.startsWith("@@") ? "hunk" : "same";
}

function renderPatch(patch: string): Html {
  const lines = patch
    .split("\n")
    .map((line) => html`<span class="${lineClass(line)}">${line}</span>`);
  return html`<pre class="patch">${lines}</pre>`;
}

function renderChange(change: FileChange): Html {
  const from = change.previousPath === undefined ? "" : `${change.previousPath} → `;
  const body = change.patch === undefined ? undefined : renderPatch(change.patch);
  return html`<div class="box">
    <div class="head">
      ${from}<strong>${change.path}</strong>
      <span class="soft">${change.status}, +${change.additions} −${change.deletions}</span>
    </div>
    ${body}
  </div>`;
}

function renderCommit(repository: Repository, sha: string): Html {
  const commit = loadCommit(repository.objects, sha);
  const [title = ""] = commit.message.split("\n");
  return html`<div class="row tight">
    <code>${sha.slice(0, 7)}</code> ${title} <span class="soft">${commit.author.name}</span>
  </div>`;
}

function renderSection(title: string, rows: readonly Html[]): Html | undefined {
  return rows.length === 0
    ? undefined
    : html`<h2>${title}</h2>
        <div class="box">${rows}</div>`;
}

function renderHead(pull: Pull): Html {
  const body = renderMarkdown(pull.body ?? "*No description.*");
  return html`<h1>${pull.title} <small>#${pull.number}</small></h1>
    <p>
      ${renderPill(shownState(pull))} <strong>${pull.author.account.login}</strong> wants to merge
      <code>${pull.head.branch}</code> into <code>${pull.baseBranch}</code>
    </p>
    <p>${pull.labels.map(renderLabel)}</p>
    <div class="box">
      <div class="head">
        <strong>${pull.author.account.login}</strong>
        <span class="soft">${renderTime(pull.createdAt)}</span>
      </div>
      <div class="body">${body}</div>
    </div>`;
}

export function pullPage(repository: Repository, pull: Pull): Page {
  const base = baseOf(repository, pull);
  const commits = commitsBetween(repository.objects, base, pull.headSha);
  const changes = changesSinceFork(repository.objects, base, pull.headSha);
  const shas = new Set([...commits, pull.merged?.sha]);
  const deployments = [...repository.deployments.values()].filter((one) => shas.has(one.sha));
  const content = html`${renderHead(pull)}${renderSection("Checks", latestRuns(repository, pull.headSha).map(renderRun))}${renderConversation(repository, pull)}${renderSection(
      "Deployments",
      deployments.toReversed().map((one) => renderDeploymentRow(repository, one)),
    )}${renderSection(
      "Commits",
      commits.map((sha) => renderCommit(repository, sha)),
    )}
    <h2>Files changed</h2>
    ${changes.map(renderChange)}`;
  return renderPage(repository, `${pull.title} #${pull.number}`, content);
}
