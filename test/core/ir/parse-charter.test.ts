import { describe, expect, test } from "vitest";
import { jsonOf } from "../../../src/core/ir/json-of.ts";
import { parseCharter } from "../../../src/core/ir/parse-charter.ts";
import { isJsonObject, type JsonObject } from "../../../src/core/kernel/json.ts";
import { aCharter } from "../../support/builders.ts";
import { emitYaml } from "../../support/emit-yaml.ts";

function charterJson(parts: Parameters<typeof aCharter>[0] = {}): JsonObject {
  const json = jsonOf(aCharter(parts));
  if (!isJsonObject(json)) throw new Error("no object");
  return json;
}

const parse = (text: string): ReturnType<typeof parseCharter> =>
  parseCharter(".omega/charter.yaml", new TextEncoder().encode(text));

function digestOf(text: string): string {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value.digest;
}

test("the digest follows what a charter says, not how it is laid out", () => {
  const text = emitYaml(charterJson());
  const otherwise = emitYaml(charterJson(), {
    flowBelow: 2,
    indent: 4,
    comment: "x",
    blankLines: true,
  });
  expect(digestOf(`# note\n${otherwise}`)).toBe(digestOf(text));
  expect(digestOf(`$schema: "charter.json"\n${text}`)).toBe(digestOf(text));
  expect(digestOf(text.replace('mode: "enforce"', 'mode: "monitor"'))).not.toBe(digestOf(text));
});

test("a charter below a floor is refused on the line of the value", () => {
  const text = emitYaml(charterJson()).replace("units: 50", "units: 10");
  const parsed = parse(text);
  if (parsed.ok) throw new Error("accepted");
  const line = text.split("\n").findIndex((row) => row.includes("units: 10")) + 1;
  expect(parsed.refusal).toMatchObject([
    { code: "charter-invalid", place: { line, pointer: "/systems/greeter/rollout/shadow/units" } },
  ]);
});

test("a key that no charter has is refused where it stands", () => {
  const parsed = parse(`${emitYaml(charterJson())}exempt: true\n`);
  expect(parsed).toMatchObject({ ok: false, refusal: [{ facts: { pointer: "/exempt" } }] });
});

describe("whose word says that a version is deployed", () => {
  const rules = aCharter().systems["greeter"];
  if (rules === undefined) throw new Error("no greeter");
  const problemsOf = (parts: Partial<typeof rules>, login: string) => {
    const proposers = { bot: { login, model_family: "none" } };
    const systems = { greeter: { ...rules, ...parts } };
    const parsed = parse(emitYaml(charterJson({ systems, proposers })));
    return parsed.ok ? [] : parsed.refusal.map(({ facts }) => facts["problem"]);
  };

  test.each([
    ["named", { delivery: "workflow", deployer: "Deploy-Bot[bot]" }, "deploy-bot[bot]"],
    ["by default", { delivery: "workflow" }, "github-actions[bot]"],
  ] as const)("is not a proposer's, %s", (_, parts, login) => {
    expect(problemsOf(parts, login)).toContain("deployer-proposes");
  });

  test("may be anybody's where no workflow delivers", () => {
    expect(problemsOf({ delivery: "ofrep" }, "github-actions[bot]")).toEqual([]);
  });
});

describe("systems have folders of their own:", () => {
  const rules = aCharter().systems["greeter"];
  if (rules === undefined) throw new Error("no greeter");
  test.each([
    ["one inside another", "systems/greeter", "systems/greeter/inner"],
    ["two in one", "systems/greeter", "systems/greeter"],
    ["two that differ in case", "systems/greeter", "Systems/Greeter"],
    ["one inside governance", "systems/greeter", ".omega/agents"],
    ["an empty segment", "systems/greeter", "systems//other"],
  ])("%s is refused", (_what, left, right) => {
    const systems = { greeter: { ...rules, path: left }, other: { ...rules, path: right } };
    const parsed = parse(emitYaml(charterJson({ systems })));
    if (parsed.ok) throw new Error("accepted");
    expect(parsed.refusal.map(({ facts }) => facts["problem"])).toContain("system-path");
  });
});

test.each([
  [1, true],
  [10, true],
  [11, false],
  [0, false],
  [2.5, false],
])("a charter may have each item asked %s times: %s", (epochs, isTaken) => {
  for (const before of ['dataset: "evals/public.jsonl"', "ref: "]) {
    const text = emitYaml(charterJson());
    const row = text.split("\n").find((one) => one.includes(before)) ?? "";
    const indent = row.slice(0, row.length - row.trimStart().length);
    const changed = text.replace(row, `${row}\n${indent}epochs: ${epochs}`);
    expect(changed).not.toBe(text);
    expect(parse(changed).ok, before).toBe(isTaken);
  }
});

test.each([
  ["acme/sealed-suites", true],
  ["Acme-2_corp/suites.2027_a", true],
  ["acme", false],
  ["acme/", false],
  ["/suites", false],
  ["acme/..", false],
  ["acme/.", false],
  ["../suites", false],
  ["acme/suites/more", false],
  ["acme/suites?ref=x", false],
  ["https://github.com/acme/suites", false],
])("a sealed suite may lie in the repository %s: %s", (repository, isTaken) => {
  const text = emitYaml(charterJson());
  const row = text.split("\n").find((one) => one.includes("ref: ")) ?? "";
  const indent = row.slice(0, row.length - row.trimStart().length);
  const changed = text.replace(row, `${row}\n${indent}repository: "${repository}"`);
  expect(changed).not.toBe(text);
  expect(parse(changed).ok).toBe(isTaken);
  if (isTaken) expect(digestOf(changed)).not.toBe(digestOf(text));
});

describe("capture of inputs", () => {
  const capture = { retention: "P14D", most: 1000, redact: ["/who/*/name"] };
  const refusalOf = (parts: JsonObject): unknown => {
    const charter = charterJson();
    const { systems } = charter;
    const rules = isJsonObject(systems) ? systems["greeter"] : undefined;
    if (!isJsonObject(rules)) throw new Error("no greeter");
    const greeter = { ...rules, delivery: "replay", capture, ...parts };
    const parsed = parse(emitYaml({ ...charter, systems: { greeter } }));
    return parsed.ok ? "accepted" : parsed.refusal[0]?.facts["pointer"];
  };

  test("is taken where what is captured is what is replayed, and nowhere else", () => {
    expect(refusalOf({})).toBe("accepted");
    expect(refusalOf({ replay: { dataset: "evals/traffic.jsonl" } })).toMatch(/capture$/);
    expect(refusalOf({ delivery: "ofrep" })).toMatch(/capture$/);
  });

  test.each<[string, JsonObject]>([
    ["for ever", { retention: "P91D" }],
    ["for no time", { retention: "PT0S" }],
    ["for a time that is none", { retention: "soon" }],
    ["without end", { most: 10_001 }],
    ["that paths of another form leave", { redact: ["who.name"] }],
  ])("keeps nothing %s", (_what, parts) => {
    expect(refusalOf({ capture: { ...capture, ...parts } })).toMatch(/\/capture\//);
  });
});
