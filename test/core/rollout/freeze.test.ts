import { describe, expect, it } from "vitest";
import { instant } from "../../../src/core/kernel/instant.ts";
import { isFrozen } from "../../../src/core/rollout/freeze.ts";

const at = (iso: string) => instant(Date.parse(iso));

describe("a freeze window", () => {
  it.each([
    ["2026-12-19T23:59:59.999Z", false],
    ["2026-12-20T00:00:00Z", true],
    ["2027-01-03T23:59:59Z", true],
    ["2027-01-04T00:00:00Z", false],
  ])("of whole days at %s: %s", (now, frozen) => {
    expect(isFrozen([{ from: "2026-12-20", to: "2027-01-04" }], at(now))).toBe(frozen);
  });

  it.each([
    ["2026-12-20T17:59:59Z", false],
    ["2026-12-20T18:00:00Z", true],
    ["2026-12-20T20:29:59Z", true],
    ["2026-12-20T20:30:00Z", false],
  ])("of hours at %s: %s", (now, frozen) => {
    const window = { from: "2026-12-20T18:00:00Z", to: "2026-12-20T20:30Z" };

    expect(isFrozen([window], at(now))).toBe(frozen);
  });

  it("that cannot be read is open for ever", () => {
    expect(isFrozen([{ from: "next week", to: "2027-01-04" }], at("2020-01-01T00:00:00Z"))).toBe(
      true,
    );
  });
});
