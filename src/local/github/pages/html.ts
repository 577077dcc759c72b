/** HTML that is safe to show. Only `html` and `trusted` make it, so text cannot be mistaken for it. */
export type Html = { readonly html: string };

type Part = string | number | Html | readonly Html[] | undefined;

export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (sign) => names[sign] ?? "");
}

function renderPart(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  if ("html" in part) return part.html;
  return part.map((one) => one.html).join("");
}

/** A template whose every inserted value is escaped unless it is `Html` already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = strings.map((fixed, at) => fixed + renderPart(parts[at])).join("");
  return { html: text };
}

/** For the output of a sanitising renderer, and nothing else. */
export function trusted(text: string): Html {
  return { html: text };
}
