import { expect, test } from "vitest";
import { mutationClassOf } from "../../../src/core/ir/mutation-class.ts";
import { anEdit } from "../../support/builders.ts";

test.each([
  ["parameter_update", ["/parameters/a/value", "/models/fast/params/temperature"]],
  ["prompt_update", ["/prompts/reply", "/parameters/a/value"]],
  ["tool_change", ["/tools/sense", "/prompts/reply"]],
  ["tool_change", ["/tools/sense/limits/memory_mb", "/artifacts/frost/sha256"]],
  ["strategy_change", ["/graph/edges/a/when", "/tools/sense"]],
  ["strategy_change", ["/models/fast/id"]],
  ["strategy_change", ["/policies/no-links"]],
  ["memory_change", ["/memory/book", "/graph/loops/max"]],
  ["architecture_change", ["/graph/nodes/a", "/memory/book"]],
  ["architecture_change", ["/graph/entry"]],
  ["architecture_change", ["/extensions/crewai"]],
  ["capability_change", ["/capabilities/a/grant", "/graph/nodes/a"]],
  ["capability_change", ["/tools/sense/effect"]],
  ["capability_change", ["/secrets/key"]],
  ["contract_change", ["/contract/output/required", "/capabilities/a"]],
  ["contract_change", ["/somewhere/new"]],
])("%s is the gravest class of %j", (expected, pointers) => {
  const edits = pointers.map((pointer) => anEdit({ pointer }));
  expect(mutationClassOf({ edits })).toBe(expected);
});
