import type { Milliseconds } from "./instant.ts";

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

const SECOND = 1000;
const UNITS = [86_400 * SECOND, 3_600 * SECOND, 60 * SECOND, SECOND] as const;

/** ISO 8601 as far as days, hours, minutes and seconds go; nothing for any other text. */
export function parseDuration(text: string): Milliseconds | undefined {
  const amounts = DURATION.exec(text)?.slice(1);
  if (amounts === undefined || amounts.every((amount) => amount === undefined)) return undefined;
  return UNITS.reduce((sum, unit, index) => sum + Number(amounts[index] ?? 0) * unit, 0);
}

/** For durations that a schema has let in already; another text is a fault, never zero time. */
export function millisecondsOf(duration: string): Milliseconds {
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined) throw new RangeError(`not a duration: ${duration}`);
  return milliseconds;
}
