import type { Repository } from "../repositories/repository.ts";
import { fullNameOf } from "../repositories/repository.ts";
import { html, trusted, type Html } from "./html.ts";
import { style } from "./style.ts";

export type Page = { readonly status: number; readonly html: string };

/** GitHub's words for an outcome → the colour of its pill or mark. */
function toneOf(state: string): string {
  if (["success", "open", "approved"].includes(state)) return "good";
  if (["failure", "error", "timed_out", "closed", "changes_requested"].includes(state))
    return "bad";
  if (["action_required", "queued", "in_progress", "pending", "waiting"].includes(state))
    return "wait";
  return state === "merged" ? "done" : "flat";
}

const marks: Readonly<Record<string, string>> = {
  good: "✓",
  bad: "✕",
  wait: "●",
  done: "✓",
  flat: "–",
};

export function renderMark(state: string): Html {
  const tone = toneOf(state);
  return html`<span class="mark ${tone}" title="${state}">${marks[tone]}</span>`;
}

export function renderPill(state: string): Html {
  return html`<span class="pill ${toneOf(state)}">${state.replaceAll("_", " ")}</span>`;
}

export function renderTime(at: Date): Html {
  const text = at.toISOString();
  return html`<time datetime="${text}">${text.slice(0, 16).replace("T", " ")} UTC</time>`;
}

export function renderPage(repository: Repository, title: string, content: Html): Page {
  const name = fullNameOf(repository);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${name}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <header>
          <div>
            <a href="/${name}">${repository.owner.login}</a> /
            <a class="here" href="/${name}">${repository.name}</a>
            <nav>
              <a href="/${name}">Pull requests</a><a href="/${name}/deployments">Deployments</a>
            </nav>
          </div>
        </header>
        <main>${content}</main>
      </body>
    </html>`;
  return { status: 200, html: page.html };
}
