import { assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { continues, hasNews } from "../../../src/core/decision/continues.ts";
import type { Decision } from "../../../src/core/decision/decision.ts";
import { barOf, promiseOf } from "../../../src/core/decision/thresholds.ts";
import { acceptedOnline } from "../../../src/core/evaluation/statistics/online-e-bh.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { pullNumber, repositoryId, sha } from "../../../src/core/kernel/ids.ts";

const SUITE = digestOf("suite");

function quarantined(parts: Partial<Decision> = {}): Decision {
  return {
    ruling: "quarantine",
    reason: "evidence-insufficient",
    binding: {
      repositoryId: repositoryId(1),
      pull: pullNumber(7),
      headSha: sha("a".repeat(40)),
      system: "greeter",
      systemBefore: digestOf("before"),
      systemAfter: digestOf("after"),
      charter: digestOf("charter"),
      suites: { sealed: SUITE },
      evaluator: digestOf("evaluator"),
    },
    provenance: { baseSha: sha("a".repeat(40)), appVersion: "0.1.0" },
    promise: promiseOf("standard"),
    bar: 200,
    eValue: 120,
    minimumDetectableEffect: 0.1,
    asking: { units: 300, of: 300, items: 300, because: "asked-whole" },
    ...parts,
  };
}

const NOW = { epoch: 1, accepts: 0, sealed: SUITE };

describe("a quarantine", () => {
  test.each([
    ["evidence-insufficient", true],
    ["epoch-spent", true],
    ["sealed-suite-missing", true],
    ["sealed-repository-unreadable", true],
    ["sealed-repository-public", true],
    ["sealed-repository-shared", true],
    ["sealed-readable-by-author", false],
    ["judge-disagrees", false],
    ["baseline-moved", false],
  ] as const)("for %s stays open for evidence: %s", (reason, isOpen) => {
    expect(continues({ ruling: "quarantine", reason })).toBe(isOpen);
    expect(continues({ ruling: "reject", reason })).toBe(false);
    expect(continues({ ruling: "accept", reason })).toBe(false);
  });
});

describe("news for a quarantined pair", () => {
  test.each([
    ["nothing", quarantined(), NOW, false],
    ["a longer suite", quarantined(), { ...NOW, sealed: digestOf("longer") }, true],
    ["a suite that is gone", quarantined(), { epoch: 1, accepts: 0 }, true],
    ["another epoch", quarantined(), { ...NOW, epoch: 2 }, true],
    ["an accept that lowers the bar to what it has", quarantined(), { ...NOW, accepts: 1 }, true],
    [
      "an accept that does not lower it so far",
      quarantined({ eValue: 90 }),
      { ...NOW, accepts: 1 },
      false,
    ],
    [
      "an accept, where asking was given up",
      quarantined({ eValue: 2, asking: { units: 75, of: 300, items: 300, because: "futile" } }),
      { ...NOW, accepts: 1 },
      true,
    ],
    [
      "a bar that is as low as it was when a guard held it",
      quarantined({ bar: 100 }),
      { ...NOW, accepts: 1 },
      false,
    ],
    [
      "accepts, where nothing is promised over a run",
      quarantined({ promise: promiseOf("small"), bar: 20, eValue: 19 }),
      { ...NOW, accepts: 9 },
      false,
    ],
  ] as const)("is told by %s: %#", (_what, decision, now, isNews) => {
    expect(hasNews(decision, 1, now)).toBe(isNews);
  });

  test("is what online e-BH accepts beside the accepts that stand, above the floor", () => {
    assert(
      property(integer({ min: 1, max: 400 }), integer({ min: 1, max: 19 }), (eValue, accepts) => {
        const bar = barOf("standard", { accepts });
        const decision = quarantined({ eValue });
        const stand = Array.from({ length: accepts }, () => ({ eValue: Infinity, spread: 20 }));
        const [online] = acceptedOnline([{ eValue, spread: 20 }, ...stand], 0.1);
        const isNews = hasNews(decision, 1, { ...NOW, accepts });
        return isNews === eValue >= bar && (!isNews || online === true);
      }),
    );
  });
});
