import { describe, expect, it } from "vitest";
import { millisecondsOf, parseDuration } from "../../../src/core/kernel/duration.ts";

describe("a duration", () => {
  it.each([
    ["P1D", 86_400_000],
    ["PT1H", 3_600_000],
    ["PT90S", 90_000],
    ["P2DT3H4M5S", 183_845_000],
    ["PT0S", 0],
    ["P", undefined],
    ["PT", undefined],
    ["1D", undefined],
    ["P1M", undefined],
    ["P1D ", undefined],
    ["", undefined],
  ])("reads %j as %j milliseconds", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it("is never taken for no time at all when it cannot be read", () => {
    expect(() => millisecondsOf("a while")).toThrow(RangeError);
  });
});
