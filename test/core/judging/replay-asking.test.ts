import { describe, expect, test } from "vitest";
import { claimsOf } from "../../../src/core/decision/claims-of.ts";
import type { Measurements } from "../../../src/core/evaluation/measurements.ts";
import type { PairedRecord } from "../../../src/core/evaluation/records.ts";
import type { Claims } from "../../../src/core/judging/judged.ts";
import { recompute } from "../../../src/core/judging/recompute.ts";
import { goodRecords, pairs, scorecardOf } from "../../support/evidence.ts";

const EPOCH = { epoch: 1, testsSpent: 1, accepts: 0, placeOfPair: 1 };

type Asking = NonNullable<Claims["asking"]>;

/** What the judge says of so many pairs asked of those offered, with parts of the claim altered. */
function judge(
  [asked, offered]: readonly [readonly PairedRecord[], readonly PairedRecord[]],
  claimed: Partial<Asking>,
  measured: Partial<Measurements> = {},
) {
  const records = goodRecords({ sealed: asked });
  const asking = {
    units: asked.length,
    of: offered.length,
    because: "shown",
    offered: offered.map(({ item }) => item),
    ...claimed,
  };
  const claims = { ...claimsOf(scorecardOf(records, measured), "standard", EPOCH), asking };
  return recompute(records, claims).differences.map(({ figure }) => figure);
}

const gains = pairs({ gained: 100, both: 100 });
const shown = [gains.slice(0, 75), gains] as const;
const nothing = pairs({ both: 280, lost: 20 });
const equal = pairs({ gained: 40, lost: 40, both: 120 });

describe("the judge of a sealed suite that was not asked whole", () => {
  test.each<readonly [string, Parameters<typeof judge>]>([
    ["what is shown", [shown, {}]],
    ["what is refuted", [[nothing, [...nothing, ...pairs({ both: 9 })]], { because: "refuted" }]],
    ["what is futile", [[equal.slice(0, 75), equal], { because: "futile" }]],
    ["what was asked whole", [[equal, equal], { because: "asked-whole" }]],
  ])("agrees with %s", (_what, [records, claimed]) => {
    expect(judge(records, claimed)).toEqual([]);
  });

  test.each<readonly [string, Parameters<typeof judge>, readonly string[]]>([
    [
      "pairs that are not the beginning of what was offered",
      [[gains.slice(25, 100), gains], {}],
      ["prefix"],
    ],
    ["another order", [[gains.slice(0, 75).toReversed(), gains], {}], ["prefix"]],
    ["another count of units", [shown, { units: 74 }], ["units"]],
    ["a stop before the objective is shown", [[equal.slice(0, 75), equal], {}], ["stop"]],
    ["a refutation that is none", [shown, { because: "refuted" }], ["stop"]],
    ["giving up what is shown", [shown, { because: "futile" }], ["stop"]],
    [
      "giving up after too few units",
      [[equal.slice(0, 25), equal], { because: "futile" }],
      ["stop"],
    ],
    ["an end that was not reached", [shown, { because: "asked-whole" }], ["stop"]],
    ["an end that was reached and is denied", [[gains, gains], { of: 300 }], ["end"]],
    ["a reason of its own", [[gains, gains], { because: "enough" }], ["stop"]],
  ])("objects to %s", (_what, [records, claimed], figures) => {
    expect(judge(records, claimed)).toEqual(figures);
  });

  test("wants the sealed guard shown as well as the objective", () => {
    const cheaper = pairs({ both: 200 }).map((pair) => ({
      ...pair,
      candidate: { ...pair.candidate, cost: 1 },
    }));
    const few = [cheaper.slice(0, 25), cheaper] as const;
    const margins = { task: 0.05, efficiency: 0.1, risk: 0.01 };
    expect(judge(few, {}, { objective: "efficiency", margins })).toEqual(["stop"]);
  });
});
