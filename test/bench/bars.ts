/** One promise of the design, and whether this run kept it. */
export type Bar = { readonly what: string; readonly found: string; readonly held: boolean };

export function closingLine(bars: readonly Bar[]): string {
  const lines = bars.map(
    ({ what, found, held }) => `${held ? "held  " : "MISSED"} ${what}: ${found}`,
  );
  const held = bars.filter((bar) => bar.held).length;
  return [...lines, `bars: ${held} held, ${bars.length - held} missed`].join("\n");
}
