import { describe, expect, it } from "vitest";
import { isAtLeastAsLong } from "../../../src/core/kernel/calendar-span.ts";

describe("a span of the calendar", () => {
  it.each([
    ["P2Y", "P14M"],
    ["P12M", "P1Y"],
    ["P1Y", "P365D"],
    ["P53W", "P1Y"],
    ["P1M", "P27D"],
    ["P1Y1D", "P1Y"],
    ["P14M", "P400D"],
    ["PT48H", "P2D"],
  ])("%s is at least as long as %s", (longer, shorter) => {
    expect(isAtLeastAsLong(longer, shorter)).toBe(true);
  });

  it.each([
    ["P14M", "P2Y"],
    ["P1Y", "P366D"],
    ["P1M", "P31D"],
    ["P11M", "P1Y"],
    ["P1D", "P1M"],
    ["P1Y", "forever"],
    ["forever", "P1D"],
    ["P", "P1D"],
    ["PT", "P1D"],
  ])("%s is not surely as long as %s", (span, other) => {
    expect(isAtLeastAsLong(span, other)).toBe(false);
  });
});
