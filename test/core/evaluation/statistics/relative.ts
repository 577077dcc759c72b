import { expect } from "vitest";

/** Fails where `found` is further from `expected` than `tolerance` times its size; by default 1e-6. */
export function expectRelative(found: number, expected: number, tolerance = 1e-6): void {
  const off = Math.abs(found - expected) / Math.abs(expected);
  const says = `found ${found}, expected ${expected}, relative error ${off}`;
  expect(off <= tolerance, says).toBe(true);
}
