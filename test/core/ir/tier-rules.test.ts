import { expect, test } from "vitest";
import { protectedTouched } from "../../../src/core/ir/protected-touched.ts";
import { tierOf, tierRuleOf } from "../../../src/core/ir/tier-rules.ts";
import { aCharter, anEdit } from "../../support/builders.ts";

function rulesOf(parts: Parameters<typeof aCharter>[0] = {}) {
  const rules = aCharter(parts).systems["greeter"];
  if (rules === undefined) throw new Error("no greeter");
  return rules;
}

test.each([
  ["/parameters/warmth", false, "T0"],
  ["/parameters/warmth/value", false, "T0"],
  ["/parameters/warmth/maximum", true, "T3"],
  ["/parameters/warmth/minimum", false, "T3"],
  ["/models/fast/params/temperature", false, "T0"],
  ["/models/fast/id", false, "T3"],
  ["/prompts/reply", false, "T1"],
  ["/prompts/reply/inputs", false, "T1"],
  ["/prompts", false, "T1"],
  ["/tools/sense", false, "T2"],
  ["/tools/sense/effect", true, "T3"],
  ["/graph/loops/max", true, "T1"],
  ["/contract/input", false, "T3"],
  ["/metadata/description", false, "T3"],
  ["", false, "T3"],
])("%s, widening %s, is %s", (pointer, widening, tier) => {
  expect(tierOf(pointer, widening, rulesOf())).toBe(tier);
});

test("the first rule that matches wins, and ** stands for any depth anywhere", () => {
  const rules = rulesOf({
    rules: {
      tiers: [
        { match: "/prompts/alarm/**", tier: "T3" },
        { match: "/**/limits/*", tier: "T2" },
        { match: "/prompts/**", tier: "T1" },
      ],
    },
  });
  expect(tierRuleOf("/prompts/alarm", rules)?.tier).toBe("T3");
  expect(tierRuleOf("/prompts/reply", rules)?.tier).toBe("T1");
  expect(tierRuleOf("/tools/a/limits/memory_mb", rules)?.tier).toBe("T2");
  expect(tierRuleOf("/tools/a/limits", rules)).toBeUndefined();
});

test("a protected module is touched by edits at it, below it and around it", () => {
  const rules = rulesOf();
  const edits = [
    "/prompts/refusal",
    "/prompts/refusal/file",
    "/prompts",
    "/prompts/refusals",
    "/tools/a",
  ];
  const touched = protectedTouched({ edits: edits.map((pointer) => anEdit({ pointer })) }, rules);
  expect(touched.map(({ pointer }) => pointer)).toEqual(edits.slice(0, 3));
});

test.each([
  ["/extensions/crewai/tools", "T3"],
  ["/extensions/claude-agents.json", "T3"],
  ["/extensions/colours/red", "T1"],
])("an import's leftovers govern, whatever rule covers them: %s is %s", (pointer, tier) => {
  const rules = rulesOf({ rules: { tiers: [{ match: "/**", tier: "T1" }] } });
  expect(tierOf(pointer, false, rules)).toBe(tier);
});
