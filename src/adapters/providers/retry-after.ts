/** Milliseconds that a server asks to wait: `retry-after-ms`, or `retry-after` as seconds or a date. */
export function retryAfterOf(
  headers: Readonly<Record<string, string>> | undefined,
  now: number,
): number | undefined {
  const exact = headers?.["retry-after-ms"];
  if (exact !== undefined && /^\d{1,9}$/.test(exact)) return Number(exact);
  const asked = headers?.["retry-after"];
  if (asked === undefined) return undefined;
  if (/^\d{1,6}(\.\d{1,3})?$/.test(asked)) return Number(asked) * 1_000;
  const date = asked.endsWith(" GMT") ? Date.parse(asked) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
