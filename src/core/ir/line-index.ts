/** 1-based line and column (in UTF-16 code units) of every offset of a text. */
export type LineIndex = {
  at(offset: number): { readonly line: number; readonly column: number };
};

export function lineIndexOf(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  let last = 0;
  return {
    at(offset) {
      // Readers ask from top to bottom, so the answer is mostly the line of the last one.
      const isSame = (starts[last] ?? 0) <= offset && offset < (starts[last + 1] ?? Infinity);
      let low = isSame ? last : 0;
      let high = isSame ? last : starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      last = low;
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
  };
}
