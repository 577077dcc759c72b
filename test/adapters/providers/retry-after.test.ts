import { expect, test } from "vitest";
import { retryAfterOf } from "../../../src/adapters/providers/retry-after.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");

test.each([
  [{ "retry-after": "2" }, 2_000],
  [{ "retry-after": "0.5" }, 500],
  [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
  [{ "retry-after": "Thu, 01 Jan 2026 00:00:03 GMT" }, 3_000],
  [{ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }, 0],
  [{ "retry-after": "soon" }, undefined],
  [{ "retry-after": "-5" }, undefined],
  [{}, undefined],
  [undefined, undefined],
])("%j asks to wait %s milliseconds", (headers, milliseconds) => {
  expect(retryAfterOf(headers, NOW)).toBe(milliseconds);
});
