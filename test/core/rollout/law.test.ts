import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyWalk, walkBoth } from "../../support/lives/walk.ts";
import type { Place } from "../../support/lives/law.ts";

const WALKS = 3_000;

const EVERYWHERE: readonly Place[] = [
  "accepted",
  "shadow",
  "canary",
  "promoting",
  "promoted",
  "held",
  "rolling-back",
  "rolled-back",
  "withdrawn",
  "voided",
];

describe("the roll-out's state machine with its evidence and its clock", () => {
  it("goes where the design page says, and nowhere else, whatever comes", () => {
    const reached = new Map<Place, number>();
    const property = fc.property(anyWalk, (walk) => {
      const places = new Set<Place>();
      expect(walkBoth(walk, (place) => places.add(place))).toBeUndefined();
      for (const place of places) reached.set(place, (reached.get(place) ?? 0) + 1);
    });
    fc.assert(property, { numRuns: WALKS, seed: 20_261_130 });

    for (const place of EVERYWHERE) expect(reached.get(place), place).toBeGreaterThan(WALKS / 50);
  });
});
