import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseClaim } from "../../../src/core/ir/parse-claim.ts";

test("a claim is read from the template's headings", () => {
  const body = [
    "Intro",
    "## Hypothesis",
    "<!-- what do you expect? ## Objective risk -->",
    "Longer lists find more.\n\nReally.",
    "## Objective",
    "`task`: more are right",
    "## Claimed class",
    "prompt_update",
  ].join("\r\n");
  expect(parseClaim(body)).toEqual({
    hypothesis: "Longer lists find more.\n\nReally.",
    objective: "task",
    mutationClass: "prompt_update",
  });
});

test.each([
  ["ticked boxes", "## Objective\n- [ ] task\n- [x] risk\n", "risk"],
  ["any case of the heading", "## OBJECTIVE\nEfficiency\n", "efficiency"],
  ["the first of two sections", "## Objective\ntask\n## Objective\nrisk\n", "task"],
  ["an unknown word as none", "## Objective\nfame\n", undefined],
  ["an empty section as none", "## Objective\n\n## Other\ntask\n", undefined],
  ["an open comment as hiding the rest", "## Objective\n<!-- task\n", undefined],
  ["no body as no claim", "", undefined],
])("an objective is read from %s", (_what, body, objective) => {
  expect(parseClaim(body).objective).toBe(objective);
});

test("no body makes the reader throw or keep more than it may", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("## ", "Objective", "task", "\n", "<!--", "-->", "x")),
      (parts) => {
        expect(parseClaim(parts.join("").repeat(50)).hypothesis.length).toBeLessThanOrEqual(2000);
      },
    ),
  );
});
