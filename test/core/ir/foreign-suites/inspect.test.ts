import { describe, expect, it } from "vitest";
import { isRight } from "../../../../src/core/evaluation/measure-answer.ts";
import type { SuiteMapping } from "../../../../src/core/ir/foreign-suites/foreign-suite.ts";
import { importSuite } from "../../../../src/core/ir/foreign-suites/import-suite.ts";

const MAPPING: SuiteMapping = { answer: "reply", input: "question", match: "exact" };

function importSamples(value: unknown, mapping: Partial<SuiteMapping> = {}) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const whole = { ...MAPPING, ...mapping };
  const read = importSuite({ format: "inspect", path: "d.json", bytes, mapping: whole });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  const { taken, leftOut } = read.value;
  return {
    items: taken.map(({ item }) => item),
    leftOut: leftOut.map(({ pointer, why, detail }) => [pointer, why, detail].join(" ").trim()),
  };
}

describe("a sample of Inspect", () => {
  it("asks its input and expects its target, under its own id", () => {
    const sample = { id: 7, input: "2 + 2?", target: "4", metadata: { author: "ann" } };
    expect(importSamples([sample], { cluster: "author" }).items).toEqual([
      { id: "7", input: { question: "2 + 2?" }, expected: { reply: "4" }, cluster: "ann" },
    ]);
  });

  it("takes any of several targets", () => {
    const [item] = importSamples([{ input: "x", target: ["four", "4"] }]).items;
    if (item === undefined) throw new Error("left out");
    expect(["four", "4", "Four"].map((reply) => isRight(item, { reply }))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("asks for a target within the answer, in whatever case, where that is said", () => {
    const [item] = importSamples([{ input: "x", target: ["Rome", "Roma"] }], {
      match: "contains",
    }).items;
    if (item === undefined) throw new Error("left out");
    const right = ["It is ROME.", "roma", "Paris"].map((reply) => isRight(item, { reply }));
    expect(right).toEqual([true, true, false]);
  });

  it("shows its choices and expects a letter, whatever else is said of targets", () => {
    const sample = { input: "Which?", choices: ["red", "blue"], target: "B" };
    const [item] = importSamples([sample], { match: "contains" }).items;
    expect(item).toMatchObject({
      input: { question: "Which?", choices: ["red", "blue"] },
      expected: { reply: "B" },
    });
  });

  it.each<readonly [sample: unknown, reason: string]>([
    ["text", "malformed sample"],
    [{ target: "a" }, "input-not-text"],
    [{ input: [{ role: "user", content: "x" }], target: "a" }, "input-not-text"],
    [{ input: "x" }, "target-missing"],
    [{ input: "x", target: "" }, "target-missing"],
    [{ input: "x", target: ["a", 3] }, "target-missing"],
    [{ input: "x", choices: ["a"], target: "B" }, "choices-unclear"],
    [{ input: "x", choices: ["a", "b"], target: ["A", "B"] }, "choices-unclear"],
    [{ input: "x", choices: ["a", "b"], target: "a" }, "choices-unclear"],
    [{ input: "x", choices: { a: 1 }, target: "A" }, "choices-unclear"],
    [{ input: "x", target: "a", sandbox: "docker" }, "sandbox-needed sandbox"],
    [{ input: "x", target: "a", files: { a: "b" } }, "sandbox-needed files"],
    [{ input: "x", target: "a", id: "i".repeat(201) }, "beyond-limits"],
  ])("%j is left out", (sample, reason) => {
    expect(importSamples([sample])).toEqual({ items: [], leftOut: [`/0 ${reason}`] });
  });

  it("is read once from an evaluation's log, however often it was asked", () => {
    const sample = { id: "a", input: "x", target: "y", choices: null, sandbox: null, files: null };
    const log = {
      version: 2,
      status: "success",
      samples: [1, 2, 3].map((epoch) => ({ ...sample, epoch })),
    };
    const { items, leftOut } = importSamples(log);
    expect(items.map(({ id }) => id)).toEqual(["a"]);
    expect(leftOut).toEqual([]);
  });

  it("is left out when its id stands above", () => {
    const both = [
      { id: "a", input: "x", target: "y" },
      { id: "a", input: "z", target: "y" },
    ];
    expect(importSamples(both).leftOut).toEqual(["/1 repeated a"]);
  });
});
