/** A place on a drawing, in pixels from its upper left corner. */
export type Place = readonly [x: number, y: number];

type Size = { readonly width: number; readonly height: number };

/** Read on white and on black: ink follows the reader's scheme, colours are of middle brightness. */
const STYLE = `
  text { font: 12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #24292f }
  .title { font-size: 16px; font-weight: 600 }
  .strong { font-weight: 600 }
  .faint { fill: #6e7781; font-size: 11px }
  .rule { stroke: #8c959f; stroke-opacity: .35 }
  .limit { stroke: #cf222e; stroke-dasharray: 4 3; stroke-opacity: .8 }
  .curve { fill: none; stroke-width: 2 }
  .band { fill: #8c959f; fill-opacity: .12 }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .faint { fill: #9198a1 } }
`;

/** A drawing as text: the same marks give the same bytes on every machine. */
export function drawingOf(
  { width, height }: Size,
  { title, told, marks }: { title: string; told: string; marks: readonly string[] },
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d">
<title id="t">${escaped(title)}</title>
<desc id="d">${escaped(told)}</desc>
<style>${STYLE}</style>
${marks.join("\n")}
</svg>
`;
}

export function words(
  [x, y]: Place,
  text: string,
  { kind = "", anchor = "start" }: { readonly kind?: string; readonly anchor?: string } = {},
): string {
  return `<text x="${px(x)}" y="${px(y)}" class="${kind}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

export function line([x1, y1]: Place, [x2, y2]: Place, kind: string): string {
  return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" class="${kind}"/>`;
}

export function stroke([x1, y1]: Place, [x2, y2]: Place, colour: string): string {
  return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" stroke="${colour}" stroke-width="2"/>`;
}

export function dot([x, y]: Place, colour: string): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="4.5" fill="${colour}"/>`;
}

export function ring([x, y]: Place, colour: string): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="4" fill="none" stroke="${colour}" stroke-width="2"/>`;
}

export function curve(places: readonly Place[], colour: string): string {
  const points = places.map(([x, y]) => `${px(x)},${px(y)}`).join(" ");
  return `<polyline points="${points}" class="curve" stroke="${colour}"/>`;
}

export function band([x, y]: Place, { width, height }: Size): string {
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" class="band"/>`;
}

/** A tenth of a pixel: what nobody sees must not change the bytes. */
function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
