import { describe, expect, it } from "vitest";
import type { PairedRecord } from "../../../src/core/evaluation/records.ts";
import { isShardWorn } from "../../../src/core/evaluation/shard-gap.ts";

/** So many items, of which the candidate alone answers the first few. */
function records(count: number, gained: number): readonly PairedRecord[] {
  const measure = { violation: 0, cost: 1, milliseconds: 1, failed: false } as const;
  return Array.from({ length: count }, (_, index) => ({
    item: `${index}`,
    unit: `${index}`,
    baseline: { ...measure, correct: 0 },
    candidate: { ...measure, correct: index < gained ? 1 : 0 },
  }));
}

describe("a shard that an accepted version was fitted to", () => {
  it("shows in a public gain that exceeds the sealed one by more than two standard errors", () => {
    // Both shares have a standard error of 0.03 on 200 items, so two of the difference are 0.085.
    const shown = records(200, 50);
    expect(isShardWorn({ public: shown, sealed: records(200, 50 - 14) })).toBe(false);
    expect(isShardWorn({ public: shown, sealed: records(200, 50 - 17) })).toBe(true);
    expect(isShardWorn({ public: shown, sealed: records(200, 150) })).toBe(false);
  });

  it("does not show where one of the two was not asked", () => {
    expect(isShardWorn({ public: records(200, 150), sealed: [] })).toBe(false);
    expect(isShardWorn({ public: [], sealed: records(200, 150) })).toBe(false);
  });
});
