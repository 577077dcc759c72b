/** A difference in score points, always with its sign. */
export function points(value: number): string {
  const rounded = (value * 100).toFixed(1);
  if (Number(rounded) === 0) return "±0.0";
  return Number(rounded) > 0 ? `+${rounded}` : `−${rounded.slice(1)}`;
}
