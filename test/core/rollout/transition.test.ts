import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { later } from "../../../src/core/kernel/instant.ts";
import { isOver, type Rollout } from "../../../src/core/rollout/rollout.ts";
import type { Signal } from "../../../src/core/rollout/signal.ts";
import { transition } from "../../../src/core/rollout/transition.ts";
import { aCanary, aRollout, BEGAN, ROLLOUT_RULES } from "../../support/rollouts.ts";

const COMMANDS = ["shadow", "canary", "promote", "rollback", "hold"] as const;

const SIGNALS: readonly Signal[] = [
  ...COMMANDS.map((command) => ({ kind: "command", command }) as const),
  { kind: "stage-passed" },
  { kind: "breach" },
  { kind: "regressed" },
  { kind: "overdue" },
  { kind: "traffic-returned" },
  { kind: "merged" },
  { kind: "merge-refused" },
  { kind: "closed" },
  { kind: "voided" },
  { kind: "vouched", stands: true },
  { kind: "vouched", stands: false },
];

/** Mostly signals that bring a roll-out on, or no walk would ever come near promotion. */
const anySignal = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...SIGNALS) },
  {
    weight: 12,
    arbitrary: fc.constantFrom<Signal>(
      { kind: "stage-passed" },
      { kind: "command", command: "shadow" },
      { kind: "command", command: "canary" },
      { kind: "command", command: "promote" },
      { kind: "merged" },
    ),
  },
);

type Walk = { readonly rollout: Rollout; readonly passed: readonly string[] };

/** What really passed, noted beside the machine and not read from its marks. */
function walk(start: Rollout, signals: readonly Signal[], look: (walk: Walk) => void): void {
  let { rollout, passed }: Walk = { rollout: start, passed: [] };
  signals.forEach((signal, index) => {
    const before = rollout;
    const next = transition(rollout, signal, later(BEGAN, index));
    if (!next.ok) return;
    rollout = next.value;
    if (signal.kind === "stage-passed") passed = [...passed, `${before.state}:${before.step}`];
    look({ rollout, passed });
  });
}

describe("the roll-out's state machine", () => {
  it.each(["manual", "automatic"] as const)(
    "reaches promotion only past shadow and past every step, whatever comes (%s)",
    (advance) => {
      let promotions = 0;
      const start = aRollout({ rules: { ...ROLLOUT_RULES, advance } });
      fc.assert(
        fc.property(fc.array(anySignal, { maxLength: 60, size: "max" }), (signals) => {
          walk(start, signals, ({ rollout, passed }) => {
            if (rollout.state !== "promoting" && rollout.state !== "promoted") return;
            promotions += 1;
            expect(passed).toEqual(expect.arrayContaining(["shadow:-1", "canary:0", "canary:1"]));
            expect(passed.indexOf("shadow:-1")).toBeLessThan(passed.indexOf("canary:0"));
            expect(passed.indexOf("canary:0")).toBeLessThan(passed.lastIndexOf("canary:1"));
          });
        }),
        { numRuns: 1000, seed: 20_261_123 },
      );
      expect(promotions).toBeGreaterThan(20);
    },
  );

  it("gives units the candidate only within the canary, at a share of the charter", () => {
    fc.assert(
      fc.property(fc.array(anySignal, { maxLength: 60, size: "max" }), (signals) => {
        walk(aRollout(), signals, ({ rollout }) => {
          const mayServe =
            ["canary", "promoting"].includes(rollout.state) ||
            (rollout.state === "held" && rollout.heldFrom === "canary");
          expect(rollout.share === 0 || mayServe).toBe(true);
          expect([0, ...ROLLOUT_RULES.canary.steps]).toContain(rollout.share);
        });
      }),
      { seed: 20_261_124 },
    );
  });

  it("lets a neutral mutation begin only while somebody stands behind it", () => {
    let begun = 0;
    const start = aRollout({ vouching: { for: "neutral", stands: false } });
    const willing = fc.oneof(anySignal, fc.constant<Signal>({ kind: "vouched", stands: true }));
    fc.assert(
      fc.property(fc.array(willing, { maxLength: 30 }), (signals) => {
        let rollout = start;
        let stands = false;
        for (const signal of signals) {
          const next = transition(rollout, signal, BEGAN);
          if (!next.ok) continue;
          if (signal.kind === "vouched") stands = signal.stands;
          if (rollout.state === "accepted" && next.value.state === "shadow") {
            begun += 1;
            expect(stands).toBe(true);
          }
          rollout = next.value;
        }
      }),
      { numRuns: 400, seed: 20_261_130 },
    );
    expect(begun).toBeGreaterThan(20);
  });

  it("says whether a neutral mutation waits, and asks nobody again once it began", () => {
    const waiting = aRollout({ vouching: { for: "neutral", stands: false } });
    const approved = transition(waiting, { kind: "vouched", stands: true }, BEGAN);
    if (!approved.ok) throw new Error(approved.refusal);
    expect(approved.value).toMatchObject({ state: "accepted", reason: "neutral-approved" });

    const again = transition(approved.value, { kind: "vouched", stands: false }, BEGAN);
    expect(again).toMatchObject({ ok: true, value: { reason: "neutral-unapproved" } });
    expect(transition(waiting, { kind: "command", command: "shadow" }, BEGAN)).toEqual({
      ok: false,
      refusal: "neutral-unapproved",
    });
    const live = aCanary({ vouching: { for: "neutral", stands: true } });
    expect(transition(live, { kind: "vouched", stands: false }, BEGAN).ok).toBe(false);
  });

  it("waits after shadow for a person, where people's word sent it there, even if it is automatic", () => {
    const rules = { ...ROLLOUT_RULES, advance: "automatic" } as const;
    const shadow = aRollout({ rules, state: "shadow" });
    const onWord = aRollout({
      rules,
      state: "shadow",
      vouching: { for: "quarantine", stands: true },
    });
    const pass = { kind: "stage-passed" } as const;

    expect(transition(shadow, pass, BEGAN)).toMatchObject({ value: { state: "canary" } });
    expect(transition(onWord, pass, BEGAN)).toMatchObject({
      value: { state: "shadow", shadowPassed: true },
    });
  });

  it("never leaves an end", () => {
    for (const state of ["rolled-back", "withdrawn", "voided"] as const) {
      const ended = aCanary({ state, canaryPassed: true });
      expect(isOver(ended)).toBe(true);
      for (const signal of SIGNALS) expect(transition(ended, signal, BEGAN).ok).toBe(false);
    }
  });

  it("begins every step without evidence of an earlier one", () => {
    const health = { units: 400, metrics: {} };
    const two = aCanary({ rules: ROLLOUT_RULES, share: 10, health });
    const next = transition(two, { kind: "stage-passed" }, later(BEGAN, 5));

    expect(next).toMatchObject({
      ok: true,
      value: { step: 1, share: 25, health: { units: 0 }, enteredAt: BEGAN + 5 },
    });
  });

  it.each([
    ["a breach takes the share at once", { kind: "breach" }, "canary-breach"],
    ["so does a person", { kind: "command", command: "rollback" }, "rolled-back-on-request"],
  ] as const)("%s", (_what, signal, reason) => {
    const next = transition(aCanary(), signal, BEGAN);

    expect(next).toMatchObject({ ok: true, value: { state: "rolling-back", share: 0, reason } });
  });

  it("rolls back a held canary too, because its units keep the candidate", () => {
    const held = transition(aCanary(), { kind: "command", command: "hold" }, BEGAN);
    if (!held.ok) throw new Error(held.refusal);
    expect(held.value).toMatchObject({ state: "held", share: 25 });

    expect(transition(held.value, { kind: "breach" }, BEGAN)).toMatchObject({
      ok: true,
      value: { state: "rolling-back", share: 0 },
    });
  });

  it("holds at a deadline, and resumes the same stage from its beginning", () => {
    const late = transition(aCanary(), { kind: "overdue" }, BEGAN);
    if (!late.ok) throw new Error(late.refusal);
    expect(late.value).toMatchObject({ state: "held", reason: "evidence-deadline-passed" });

    const again = transition(late.value, { kind: "command", command: "canary" }, later(BEGAN, 9));
    expect(again).toMatchObject({
      ok: true,
      value: { state: "canary", step: 0, share: 25, enteredAt: BEGAN + 9, health: { units: 0 } },
    });
  });

  it("can be promoted again after GitHub refused the merge", () => {
    const promoting = aCanary({ state: "promoting", canaryPassed: true });
    const refused = transition(promoting, { kind: "merge-refused" }, BEGAN);
    if (!refused.ok) throw new Error(refused.refusal);
    expect(refused.value).toMatchObject({ state: "held", reason: "merge-refused" });

    const again = transition(refused.value, { kind: "command", command: "promote" }, BEGAN);
    expect(again).toMatchObject({ ok: true, value: { state: "promoting" } });
  });

  it("says why the merge was not even asked for", () => {
    const promoting = aCanary({ state: "promoting", canaryPassed: true });
    const signal = { kind: "merge-refused", reason: "merge-tree-differs" } as const;
    const refused = transition(promoting, signal, BEGAN);
    expect(refused).toMatchObject({ value: { state: "held", reason: "merge-tree-differs" } });
  });

  it("takes nothing back that has not begun", () => {
    const waiting = aRollout({ state: "held", heldFrom: "accepted" });
    expect(transition(waiting, { kind: "command", command: "rollback" }, BEGAN).ok).toBe(false);
  });

  it("does not withdraw what is being merged", () => {
    const promoting = aCanary({ state: "promoting", canaryPassed: true });

    expect(transition(promoting, { kind: "closed" }, BEGAN).ok).toBe(false);
    expect(transition(aCanary(), { kind: "closed" }, BEGAN)).toMatchObject({
      ok: true,
      value: { state: "withdrawn", share: 0 },
    });
  });

  it("advances nothing within a freeze, and rolls back all the same", () => {
    const freeze = [{ from: "2023-11-01", to: "2023-12-01" }];
    const frozen = aCanary({ rules: { ...aCanary().rules, freeze }, canaryPassed: true });
    const promote = transition(frozen, { kind: "command", command: "promote" }, BEGAN);
    const rollback = transition(frozen, { kind: "command", command: "rollback" }, BEGAN);

    expect(promote).toEqual({ ok: false, refusal: "frozen" });
    expect(rollback.ok).toBe(true);
  });
});
