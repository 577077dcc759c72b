import { expect, test } from "vitest";
import { diffSystems } from "../../../src/core/ir/diff-systems.ts";
import { driftOf } from "../../../src/core/ir/drift.ts";
import { mutationClassOf } from "../../../src/core/ir/mutation-class.ts";
import { parseCharter } from "../../../src/core/ir/parse-charter.ts";
import { readSystem } from "../../../src/core/ir/read-system.ts";
import type { Charter, SystemRules } from "../../../src/core/ir/charter.ts";
import type { SystemVersion } from "../../../src/core/ir/system.ts";
import { aSnapshot } from "../../support/builders.ts";
import { goldenBytes, goldenFiles, goldenText } from "../../support/golden-system.ts";

const ROOT = "systems/climate";

function charter(): Charter {
  const parsed = parseCharter(".omega/charter.yaml", goldenBytes("ir/greenhouse/charter.yaml"));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value.charter;
}

function rules(): SystemRules {
  const climate = charter().systems["climate"];
  if (climate === undefined) throw new Error("no climate");
  return climate;
}

function version(side: "before" | "after"): SystemVersion {
  const snapshot = aSnapshot(goldenFiles(ROOT, "ir/greenhouse", side));
  const read = readSystem({ name: "climate", root: ROOT, snapshot });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}

test("a charter that uses every setting is accepted", () => {
  expect(charter().systems["climate"]?.rollout.canary.steps).toEqual([5, 20, 60]);
});

test("a system that uses every section keeps its digest", () => {
  expect(version("before").digest).toBe(goldenText("ir/greenhouse/before.digest").trim());
});

test("the difference of the two versions is the golden one, line by line", () => {
  const changes = diffSystems(version("before"), version("after"), rules());
  const expected: unknown = JSON.parse(goldenText("ir/greenhouse/edits.json"));
  expect(changes.edits).toEqual(expected);
  expect(mutationClassOf(changes)).toBe("contract_change");
  expect(driftOf(changes)).toBeGreaterThan(0);
});

test("a version does not differ from itself", () => {
  expect(diffSystems(version("before"), version("before"), rules())).toEqual({ edits: [] });
});
