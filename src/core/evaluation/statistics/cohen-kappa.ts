/**
 * Agreement of two raters beyond chance: (p_o − p_e) / (1 − p_e) (Cohen 1960). `table[i][j]` counts
 * the items that the first put into class i and the second into class j. 0, which is chance, where
 * the table is not square, has no items, or holds something that is no count.
 */
export function cohenKappa(table: readonly (readonly number[])[]): number {
  const isTable = table.every(
    (row) => row.length === table.length && row.every((count) => count >= 0 && count < Infinity),
  );
  const rows = table.map((row) => sumOf(row));
  const total = sumOf(rows);
  if (!isTable || total === 0) return 0;
  const columns = table.map((_, at) => sumOf(table.map((row) => row[at] ?? 0)));
  const observed = sumOf(table.map((row, at) => row[at] ?? 0)) / total;
  const expected = sumOf(rows.map((row, at) => (row / total) * ((columns[at] ?? 0) / total)));
  return expected === 1 ? 0 : (observed - expected) / (1 - expected);
}

function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
