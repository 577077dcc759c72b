/** One row of a Markdown table; a bar in a cell would otherwise begin another cell. */
export function renderRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
