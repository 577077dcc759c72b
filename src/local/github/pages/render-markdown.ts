import MarkdownIt from "markdown-it";
import { escapeHtml, trusted, type Html } from "./html.ts";

const names =
  "details summary sub sup kbd br b i em strong code pre p ul ol li table thead tbody tr td th blockquote hr";
const allowed = new Set(names.split(" "));

/** Keeps bare tags of the list, drops comments, and shows everything else as the text it is. */
function sanitize(source: string): string {
  const withoutComments = source.replaceAll(/<!--[\s\S]*?-->/g, "");
  return withoutComments
    .split(/(<\/?[a-zA-Z]+(?: open)?\s*\/?>)/)
    .map((piece, at) => {
      const [, name = ""] = at % 2 === 1 ? (/^<\/?([a-zA-Z]+)/.exec(piece) ?? []) : [];
      return allowed.has(name.toLowerCase()) ? piece : escapeHtml(piece);
    })
    .join("");
}

const markdown = new MarkdownIt({ html: true, linkify: false, breaks: false });
markdown.renderer.rules["html_block"] = (tokens, at) => sanitize(tokens[at]?.content ?? "");
markdown.renderer.rules["html_inline"] = (tokens, at) => sanitize(tokens[at]?.content ?? "");
/** Images would make a reader's browser call whoever wrote the comment. */
markdown.renderer.rules["image"] = (tokens, at) => escapeHtml(tokens[at]?.content ?? "");

/** GitHub-like Markdown. Untrusted: raw HTML is reduced to a few bare tags. */
export function renderMarkdown(source: string): Html {
  return trusted(`<div class="markdown">${markdown.render(source)}</div>`);
}
