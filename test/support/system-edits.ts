import * as fc from "fast-check";
import type { Edits } from "./edited.ts";

/** Edits of the builders' system, of every kind of module; each reads well, most are not lawful. */
const EDITS: readonly fc.Arbitrary<Edits>[] = [
  fc
    .double({ min: 0, max: 1, noNaN: true })
    .map((value) => ({ "/parameters/warmth/value": value })),
  fc.constantFrom(undefined, 2, 0.9).map((most) => ({ "/parameters/warmth/maximum": most })),
  fc.constant({ "/parameters/calm": { value: "yes" } }),
  fc.constantFrom("Says hello", "tier: T3").map((text) => ({ "/metadata/description": text })),
  fc.constant({
    "/models/voice": { provider: "openai", id: "m", params: { base_url: "https://a.example" } },
  }),
  fc.constantFrom(["mood"], []).map((inputs) => ({ "/prompts/reply/inputs": inputs })),
  fc.constantFrom("read", "write").map((effect) => ({ "/tools/sense/effect": effect })),
  fc.integer({ min: 1, max: 250 }).map((size) => ({ "/tools/sense/limits/memory_mb": size })),
  fc.constant({ "/tools/sense/limits": undefined }),
  fc.constantFrom("P400D", "P1D").map((span) => ({ "/memory/journal/retention": span })),
  fc.constant({ "/memory": undefined }),
  fc.constantFrom("feel", "greet").map((entry) => ({ "/graph/entry": entry })),
  fc.constant({ "/graph/nodes/pause": { kind: "router" } }),
  fc
    .constantFrom("1 == 1", "out.warmth > 0")
    .map((when) => ({ "/graph/edges/greet-done/when": when })),
  fc.constantFrom("a/b", "~a~", "x").map((target) => ({
    "/capabilities/bell": { kind: "actuator", target, access: "read", grant: ["sense"] },
  })),
  fc.constant({ "/secrets/key": { env: "KEY" } }),
  fc.constantFrom(undefined, 5).map((calls) => ({ "/resources/per_run/tool_calls": calls })),
  fc.constant({ "/resources": undefined }),
  fc
    .constantFrom(["output"], ["input", "output"])
    .map((parts) => ({ "/policies/no-cards/applies_to": parts })),
  fc.constant({ "/policies/no-cards": undefined }),
  fc
    .constantFrom(100, 9000)
    .map((most) => ({ "/contract/input/properties/message/maxLength": most })),
  fc.constant({ "/contract/output/properties/a~1b": { type: "string", enum: ["x", "y"] } }),
  fc.constant({ "/extensions/notes": { "a/b": { "~": [1, { c: null }] } } }),
];

/** A few of them at once, as one change; what takes a whole part away comes after what is below it. */
export const someEdits: fc.Arbitrary<Edits> = fc
  .shuffledSubarray([...EDITS], { maxLength: 6 })
  .chain((few) => fc.tuple(...few))
  .map((few): Edits => {
    const edits = few.flatMap((one) => Object.entries(one));
    return Object.fromEntries(edits.toSorted(([left], [right]) => depthOf(right) - depthOf(left)));
  });

function depthOf(pointer: string): number {
  return pointer.split("/").length;
}
