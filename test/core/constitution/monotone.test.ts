import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkConstitution } from "../../../src/core/constitution/check-constitution.ts";
import type { Edits } from "../../support/edited.ts";
import { edited } from "../../support/edited.ts";

/** Each breaks a rule by itself; no two touch the same pointer. */
const BREACHING: readonly Edits[] = [
  { "/policies/no-cards": undefined },
  { "/parameters/warmth/value": 0.9 },
  { "/extensions/rollout": { share: 100 } },
  { "/extensions/charter": "mine" },
  { "/memory/journal/retention": "P1D" },
  { "/prompts/refusal/inputs": ["mood"] },
  { "/graph/edges/feel-greet/when": "1 == 1" },
  { "/resources/per_run/tool_calls": 0.5 },
  { "/tools/sense/limits/memory_mb": 1 },
  { "/contract/input/additionalProperties": true },
  { "/contract/input/properties/message/maxLength": 9000 },
  { "/contract/output/properties/reply": {} },
  { "/tools/sense/effect": "read" },
  { "/parameters/warmth/maximum": 2 },
  { "/models/voice": { provider: "openai", id: "m", params: { base_url: "https://a.example" } } },
  { "/memory/shelf": { kind: "vector", scope: "*", retention: "P1D", writers: ["sense"] } },
  {
    "/capabilities/judge": { kind: "http", target: "x", access: "read", grant: ["sense"] },
  },
];

/** Lawful by themselves, or at least not aimed at any rule. */
const HARMLESS: readonly Edits[] = [
  { "/tools/sense/limits/deadline_ms": 150 },
  { "/prompts/reply/inputs": ["mood", "message"] },
  { "/graph/edges/greet-done/when": "state.mood != 'none'" },
  { "/graph/nodes/pause": { kind: "router" } },
  { "/graph/edges/pause-done": { from: "pause", to: "done" } },
  { "/extensions/notes": { text: "hello" } },
  { "/contract/input/properties/message/minLength": 1 },
  { "/contract/output/properties/mood": { type: "string", enum: ["glad"] } },
  { "/contract/output/required": ["mood", "reply"] },
  { "/parameters/warmth/minimum": 0.1 },
  { "/metadata/description": "Says hello back" },
];

const some = (from: readonly Edits[], minLength: number): fc.Arbitrary<readonly Edits[]> =>
  fc.subarray([...from], { minLength });

describe("adding edits to a change", () => {
  it("never turns a refusal into acceptance", () => {
    fc.assert(
      fc.property(some(BREACHING, 1), some(HARMLESS, 0), (breaching, harmless) => {
        const change = edited(Object.assign({}, ...breaching, ...harmless) as Edits);

        expect(checkConstitution(change, { drift: 0 }).outcome).toBe("fail");
      }),
    );
  });

  it("never takes a breach away that was found without them", () => {
    fc.assert(
      fc.property(some(BREACHING, 1), some(BREACHING, 0), some(HARMLESS, 0), (few, more, rest) => {
        const codesOf = (edits: readonly Edits[]): readonly string[] =>
          checkConstitution(edited(Object.assign({}, ...edits) as Edits), {
            drift: 0,
          }).findings.map(({ code, rule, place }) => `${rule} ${code} ${place?.pointer ?? ""}`);

        expect(codesOf([...few, ...more, ...rest])).toEqual(
          expect.arrayContaining([...codesOf(few)]),
        );
      }),
    );
  });
});
