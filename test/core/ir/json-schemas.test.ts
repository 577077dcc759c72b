import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parseYaml } from "../../../src/core/ir/parse-yaml.ts";
import type { Json } from "../../../src/core/kernel/json.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const ajv = new Ajv2020({ strict: false });
const accepts = (name: string): ((value: unknown) => boolean) =>
  ajv.compile(JSON.parse(readFileSync(`${ROOT}/schemas/${name}.json`, "utf8")));

function read(path: string): { readonly [key: string]: Json } {
  const document = parseYaml(path, new Uint8Array(readFileSync(`${ROOT}/${path}`)));
  if (!document.ok) throw new Error(JSON.stringify(document.refusal));
  // Prototypes do not travel: a validator takes plain objects.
  return JSON.parse(JSON.stringify(document.value.value));
}

test.each([
  ["charter", "templates/starter/.omega/charter.yaml"],
  ["charter", "test/golden/ir/greenhouse/charter.yaml"],
  ["system", "templates/starter/systems/triage/system.yaml"],
  ["system", "test/golden/ir/greenhouse/before/system.yaml"],
])("the shipped schema of a %s takes %s, and no key that we would refuse", (name, path) => {
  const isValid = accepts(name);
  const value = read(path);
  expect(isValid(value)).toBe(true);
  expect(isValid({ ...value, tier: "T0" })).toBe(false);
  expect(isValid({ ...value, kind: "Agent" })).toBe(false);
});

test("the files that people start from name the schema for their editor", () => {
  for (const [name, path] of [
    ["charter", "templates/starter/.omega/charter.yaml"],
    ["system", "templates/starter/systems/triage/system.yaml"],
  ] as const) {
    const [first] = readFileSync(`${ROOT}/${path}`, "utf8").split("\n");
    expect(first).toMatch(
      new RegExp(`^# yaml-language-server: \\$schema=.*/schemas/${name}\\.json$`),
    );
  }
});
