import type { Instant } from "../kernel/instant.ts";
import type { Incident } from "./incident.ts";

/** The open incidents that keep a system's roll-outs from advancing at this moment. */
export function freezing(
  incidents: readonly Incident[],
  system: string,
  now: Instant,
): readonly Incident[] {
  return incidents.filter(
    ({ ended, freezes, freezesFrom }) =>
      ended === undefined &&
      freezesFrom <= now &&
      (freezes === "repository" || freezes.includes(system)),
  );
}
