import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { compile } from "../../../src/core/ir/compile.ts";
import { lower } from "../../../src/core/ir/compile/lower.ts";
import { readArtifact } from "../../../src/core/ir/compile/read-artifact.ts";
import { interpret } from "../../../src/core/ir/interpret.ts";
import { jsonOf } from "../../../src/core/ir/json-of.ts";
import { canonicalJson } from "../../../src/core/kernel/canonical-json.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import type { JsonObject } from "../../../src/core/kernel/json.ts";
import { aSystem, aVersion, SYSTEM_FILES } from "../../support/builders.ts";

test("an artifact reads back equal, and its digest is that of its text", () => {
  const artifact = compile(aVersion());
  expect(artifact.digest).toBe(digestOf(artifact.text));
  expect(artifact.files).toEqual(SYSTEM_FILES);
  expect(readArtifact(artifact.text, artifact.digest)).toEqual({ ok: true, value: artifact });
});

test("one version compiles to one artifact, another version to another", () => {
  const other = aVersion({ system: aSystem({ parameters: {} }) });
  expect(compile(other).digest).not.toBe(compile(aVersion()).digest);
});

/** What the strict readers let in: numbers that every parser reads alike. */
const NUMBERS = fc.double({ noNaN: true, min: -1e6, max: 1e6 });

test("the same version always compiles to the same bytes, however it came to be", () => {
  const parameters = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), NUMBERS);
  const texts = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.string({ unit: "grapheme" }));
  fc.assert(
    fc.property(parameters, texts, fc.boolean(), (values, files, isTurned) => {
      const turned = <Value>(members: Readonly<Record<string, Value>>) => {
        const rows = Object.entries(members);
        return Object.fromEntries(isTurned ? rows.toReversed() : rows);
      };
      const versionOf = (order: typeof turned) => {
        const rows = Object.entries(values).map(([name, value]) => [name, { value }]);
        const system = aSystem({ parameters: order(Object.fromEntries(rows)) });
        const prompts = Object.entries(files).map(([name, text]) => [`prompts/${name}.md`, text]);
        return aVersion({ system, files: order(Object.fromEntries(prompts)) });
      };
      const left = compile(versionOf((members) => ({ ...members })));
      const right = compile({ ...versionOf(turned), root: "moved/elsewhere" });

      expect(right.text).toBe(left.text);
      expect(readArtifact(left.text, left.digest).ok).toBe(true);
    }),
    { numRuns: 200 },
  );
});

/** The bundle with some members changed, under its own true digest. */
function tampered(change: (bundle: JsonObject) => JsonObject) {
  const text = canonicalJson(change(JSON.parse(compile(aVersion()).text) as JsonObject));
  return [text, digestOf(text)] as const;
}

describe("an artifact is refused for", () => {
  const { text } = compile(aVersion());
  const swapped = text.replace("rather not", "gladly");
  const spaced = text.replace("{", "{ ");
  it.each([
    ["bytes of another digest", [`${text} `, digestOf(text)], "digest-differs"],
    ["text that is not JSON", ["{", digestOf("{")], "unreadable"],
    ["JSON that is no bundle", ["{}", digestOf("{}")], "unreadable"],
    [
      "a file that was swapped under its version's name",
      [swapped, digestOf(swapped)],
      "version-differs",
    ],
    ["bytes that are not the canonical ones", [spaced, digestOf(spaced)], "plan-differs"],
    [
      "a plan that skips a step",
      tampered((bundle) => ({ ...bundle, plan: { ...planOf(bundle), entry: "done" } })),
      "plan-differs",
    ],
    [
      "a compiler that is not this one",
      tampered((bundle) => ({ ...bundle, provenance: { ...provenanceOf(bundle), compiler: 2 } })),
      "unreadable",
    ],
    ["a member that nobody reads", tampered((bundle) => ({ ...bundle, more: 1 })), "unreadable"],
  ] as const)("%s", (_what, [bytes, digest], kind) => {
    expect(readArtifact(bytes, digest)).toEqual({ ok: false, refusal: { kind } });
  });
});

const planOf = (bundle: JsonObject) => bundle["plan"] as JsonObject;
const provenanceOf = (bundle: JsonObject) => bundle["provenance"] as JsonObject;

test("a bundle of the first format keeps its digest and runs as ever", () => {
  const version = aVersion();
  const { system, digest, name } = version;
  const format = "omega.dev/artifact/v1";
  const text = canonicalJson(
    jsonOf({ format, name, version: digest, system, files: SYSTEM_FILES }),
  );

  const read = readArtifact(text, digestOf(text));

  expect(read).toEqual({ ok: true, value: { ...compile(version), text, digest: digestOf(text) } });
});

describe("lowering", () => {
  it("fills in what is constant and leaves out what no run enters", () => {
    const plan = lower(
      aSystem({
        graph: {
          entry: "feel",
          nodes: {
            feel: { kind: "tool", tool: "sense", parameters: ["warmth", "unknown"] },
            island: { kind: "end" },
            done: { kind: "end" },
          },
          edges: {
            z: { from: "feel", to: "done" },
            a: { from: "feel", to: "done", when: "out.warmth >= parameters.warmth" },
            m: { from: "feel", to: "done", when: "out.warmth >=" },
          },
          loops: { max: 2 },
        },
      }),
    );

    expect(plan).toEqual({
      entry: "feel",
      visits: 3,
      limits: { wall_clock_ms: 5000, tool_calls: 10 },
      steps: {
        done: { kind: "end" },
        feel: {
          kind: "tool",
          tool: "sense",
          parameters: { warmth: 0.4 },
          ways: [
            {
              to: "done",
              when: {
                kind: "compare",
                operator: ">=",
                left: { kind: "field", scope: "out", name: "warmth" },
                right: { kind: "literal", value: 0.4 },
              },
            },
            { to: "done" },
          ],
        },
      },
    });
  });

  it.each([
    ["a tool", { kind: "tool", tool: "constructor" }, "no tool constructor"],
    ["a prompt", { kind: "template", prompt: "nothing" }, "no prompt nothing"],
  ])("of a node without %s gives a step at which runs fail", (_what, start, detail) => {
    const graph = { entry: "start", nodes: { start }, edges: {} };
    const steps = interpret(compile(aVersion({ system: aSystem({ graph }) })), { message: "hi" });

    expect(steps.next().value).toMatchObject({ kind: "failed", why: "stuck", detail });
  });
});
