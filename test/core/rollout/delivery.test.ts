import { describe, expect, it } from "vitest";
import { sha } from "../../../src/core/kernel/ids.ts";
import { deliveryOf, replaysCaptured } from "../../../src/core/rollout/delivery.ts";

const PLACE = { returnTo: sha("a".repeat(40)), origin: "" };
const CAPTURE = { retention: "P1D", most: 10, redact: [] };

describe("what a roll-out replays", () => {
  it.each([
    ["the charter's file", { replay: { dataset: "evals/a.jsonl" } }, { dataset: "evals/a.jsonl" }],
    ["what is captured, where there is no file", { capture: CAPTURE }, { captured: true }],
    [
      "the file, where both were named",
      { replay: { dataset: "evals/a.jsonl" }, capture: CAPTURE },
      { dataset: "evals/a.jsonl" },
    ],
    ["nothing, where neither is", {}, {}],
  ])("is %s", (_what, parts, replayed) => {
    const delivery = deliveryOf({ delivery: "replay", ...parts }, PLACE);

    expect(delivery).toEqual({ kind: "replay", ...replayed });
    expect(delivery && replaysCaptured({ delivery })).toBe("captured" in replayed);
  });

  it("is nothing where units are split, whatever is captured", () => {
    expect(deliveryOf({ delivery: "ofrep", capture: CAPTURE }, PLACE)).toBeUndefined();
    expect(replaysCaptured({})).toBe(false);
  });
});
