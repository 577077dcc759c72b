import { describe, expect, it } from "vitest";
import type { Recorded, Row, ToldDemo } from "../../support/told-demo.ts";

/** What the demo's second repository is there to show, read off its record. */
export function describeParcelDesk(tellOnce: () => ToldDemo): void {
  const rowOf = (name: string): Row => {
    const row = tellOnce().report.scenarios.find((one) => one.name === name);
    if (row === undefined) throw new Error(`the demo tells nothing of ${name}`);
    return row;
  };
  const entriesOf = (row: Row): readonly Recorded[] => tellOnce().records.get(row.export) ?? [];
  const bodiesOf = (row: Row, kind: string) =>
    entriesOf(row)
      .filter((entry) => entry.kind === kind && entry.subject.pull === row.pull_request)
      .map(({ body }) => body);

  describe("the second repository of the demo", () => {
    it("takes a promotion back by live outcomes, and has the app merge the way back", () => {
      const row = rowOf("worse-after-promotion");
      const stages = bodiesOf(row, "stage").map(({ stage }) => stage);
      expect(stages).toContain("promoted");
      expect(stages.indexOf("rolled-back")).toBeGreaterThan(stages.indexOf("promoted"));
      expect(bodiesOf(row, "command").map(({ command }) => command)).toEqual(["shadow"]);
      const incidents = entriesOf(row).filter(({ kind }) => kind === "incident");
      expect(incidents.at(-1)?.body).toMatchObject({
        reason_code: "incident-reverted",
        state: "ended",
      });
      const { decision } = rowOf("revert");
      expect(decision).toBe("restoration");
    });

    it("has every stage wait for the word of the team's workflow", () => {
      const confirmed = bodiesOf(rowOf("workflow-delivery"), "stage")
        .filter(({ reason_code }) => reason_code === "delivery-confirmed")
        .map(({ stage }) => stage);
      expect(confirmed).toEqual(["shadow", "canary"]);
    });

    it("lets one of two approved amendments through the queue, and not both together", () => {
      const groups = entriesOf(rowOf("merge-group")).filter(
        ({ body }) => body["decision"] === "merge-group",
      );
      expect(groups.map(({ body }) => body["reason_code"])).toEqual([
        "passed",
        "merge-group-undecided",
      ]);
    });

    it("begins no stage that somebody without a role asked for", () => {
      const row = rowOf("outsider");
      expect(bodiesOf(row, "command").map(({ reason_code }) => reason_code)).toEqual([
        "command-not-permitted",
      ]);
      expect(bodiesOf(row, "stage")).toEqual([]);
    });
  });
}
