import { describe, expect, test } from "vitest";
import { readSystem } from "../../../src/core/ir/read-system.ts";
import type { Snapshot } from "../../../src/core/ir/snapshot.ts";
import { wantedPaths } from "../../../src/core/ir/wanted-paths.ts";
import { jsonOf } from "../../../src/core/ir/json-of.ts";
import { isJsonObject, type Json } from "../../../src/core/kernel/json.ts";
import { sha } from "../../../src/core/kernel/ids.ts";
import {
  aCharter,
  aSnapshot,
  aSystem,
  type Files,
  SYSTEM_FILES,
  SYSTEM_ROOT as ROOT,
} from "../../support/builders.ts";
import { emitYaml } from "../../support/emit-yaml.ts";

function definition(parts: Parameters<typeof aSystem>[0] = {}): string {
  const json = jsonOf(aSystem(parts));
  if (!isJsonObject(json)) throw new Error("no object");
  return emitYaml(json);
}

function filesOf(extra: Readonly<Record<string, string | undefined>> = {}): Files {
  const all = { ...SYSTEM_FILES, "system.yaml": definition(), ...extra };
  const kept = Object.entries(all).flatMap(([path, text]) =>
    text === undefined ? [] : [[`${ROOT}/${path}`, text] as const],
  );
  return Object.fromEntries(kept);
}

const read = (snapshot: Snapshot, name = "greeter"): ReturnType<typeof readSystem> =>
  readSystem({ name, root: ROOT, snapshot });

function findingsOf(result: ReturnType<typeof readSystem>): readonly string[] {
  if (result.ok) return [];
  return result.refusal.map(({ code, place, facts }) => {
    return `${code} ${facts["problem"] ?? ""} ${place?.path}:${place?.line ?? "-"}`;
  });
}

function digestOf(files: Files): string {
  const version = read(aSnapshot(files));
  if (!version.ok) throw new Error(JSON.stringify(version.refusal));
  return version.value.digest;
}

test("a whole system is read with its files, its digest and its positions", () => {
  const version = read(aSnapshot(filesOf({ "docs/a.md": "x", "evals/public.jsonl": "{}" })));
  if (!version.ok) throw new Error(JSON.stringify(version.refusal));
  expect(version.value.system).toEqual(aSystem());
  expect([...version.value.files.keys()].sort()).toEqual(Object.keys(SYSTEM_FILES).sort());
  expect(version.value.positions.get("/graph/entry")?.line).toBeGreaterThan(1);
});

test("inert files may be called alike and be of any size", () => {
  const snapshot = aSnapshot(filesOf({ "docs/a.md": "x", "docs/A.md": "y" }));
  expect(findingsOf(read(snapshot))).toEqual([]);
});

test("a symlink among the inert files is refused all the same", () => {
  const entry = { path: `${ROOT}/docs/x`, mode: "120000", sha: sha("b".repeat(40)), size: 1 };
  expect(findingsOf(read(aSnapshot(filesOf(), [entry])))).toEqual([
    `file-mode-forbidden symlink ${ROOT}/docs/x:-`,
  ]);
});

test("inert files, suites, comments and key order leave the digest alone; a prompt's byte does not", () => {
  const digest = digestOf(filesOf());
  expect(digestOf(filesOf({ "README.md": "x", "evals/public.jsonl": "{}" }))).toBe(digest);
  expect(digestOf(filesOf({ "system.yaml": `# hello\n${definition()}\n` }))).toBe(digest);
  expect(digestOf(filesOf({ "prompts/reply.md": "You seem {{mood}}. Hello! \n" }))).not.toBe(
    digest,
  );
});

describe("a system is refused for", () => {
  test.each<readonly [string, Readonly<Record<string, string | undefined>>, string]>([
    ["a missing definition", { "system.yaml": undefined }, `system-missing  ${ROOT}/system.yaml:-`],
    [
      "a file of unknown kind",
      { "run.sh": "x" },
      `file-kind-unknown unknown-kind ${ROOT}/run.sh:-`,
    ],
    [
      "a prompt in a folder below",
      { "prompts/a/b.md": "x" },
      `file-kind-unknown unknown-kind ${ROOT}/prompts/a/b.md:-`,
    ],
    [
      "a file that no module names",
      { "tools/spare.js": "x" },
      `reference-broken unowned-file ${ROOT}/tools/spare.js:1`,
    ],
    [
      "a schema that nothing refers to",
      { "schemas/a.json": "{}" },
      `reference-broken unowned-file ${ROOT}/schemas/a.json:1`,
    ],
    [
      "JSON that does not read",
      { "data/moods.json": '{"a": 1,\n"a": 2}' },
      `json-unreadable duplicate-key ${ROOT}/data/moods.json:2`,
    ],
    [
      "a prompt that reviews take for binary",
      { "prompts/reply.md": "You seem {{mood}}.\nHello\0" },
      `file-not-utf8 nul ${ROOT}/prompts/reply.md:2`,
    ],
    [
      "names that collide",
      { "Prompts/reply.md": "x" },
      `file-name-collision collision ${ROOT}/Prompts/reply.md:-`,
    ],
    [
      "a definition that is not strict YAML",
      { "system.yaml": "a: &x 1\n" },
      `yaml-ambiguous anchor ${ROOT}/system.yaml:1`,
    ],
    [
      "a key outside the schema",
      { "system.yaml": `${definition()}tier: T3\n` },
      `system-invalid unrecognized-keys ${ROOT}/system.yaml:`,
    ],
    [
      "a value outside the schema",
      { "system.yaml": definition().replace('effect: "none"', 'effect: "all"') },
      `system-invalid invalid-value ${ROOT}/system.yaml:`,
    ],
    [
      "another system's name",
      { "system.yaml": definition({ metadata: { name: "other" } }) },
      `system-invalid name ${ROOT}/system.yaml:`,
    ],
  ])("%s", (_what, extra, expected) => {
    const findings = findingsOf(read(aSnapshot(filesOf(extra))));
    expect(findings.some((finding) => finding.startsWith(expected))).toBe(true);
  });

  test.each([
    ["a symlink", "120000", "symlink"],
    ["a submodule", "160000", "submodule"],
    ["an executable", "100755", "executable"],
    ["an unknown mode", "100664", "mode"],
  ])("%s", (_what, mode, problem) => {
    const path = `${ROOT}/prompts/more.md`;
    const snapshot = aSnapshot(filesOf(), [{ path, mode, sha: sha("b".repeat(40)), size: 1 }]);
    expect(findingsOf(read(snapshot))).toEqual([`file-mode-forbidden ${problem} ${path}:-`]);
  });

  test("a file beyond its cap, which is never loaded", () => {
    const path = `${ROOT}/prompts/more.md`;
    const entry = { path, mode: "100644", sha: sha("b".repeat(40)), size: 300_000 };
    const snapshot = aSnapshot(filesOf(), [entry]);
    expect(findingsOf(read(snapshot))).toEqual([`file-too-large  ${path}:-`]);
    expect(wantedPaths(aCharter(), ["greeter"], snapshot.tree)).not.toContain(path);
  });

  test("a folder that only looks like its own", () => {
    const snapshot = aSnapshot({ ...filesOf(), "Systems/greeter/prompts/x.md": "x" });
    expect(findingsOf(read(snapshot))).toEqual([
      "file-name-collision collision Systems/greeter/prompts/x.md:-",
    ]);
  });

  test.each([
    ["a link where some file systems see its folder", "Systems", "120000"],
    ["a submodule in the place of its folder", "systems/Greeter", "160000"],
    ["a file whose name folds to its folder's", "systems\u200b", "100644"],
  ])("%s", (_what, path, mode) => {
    const snapshot = aSnapshot(filesOf(), [{ path, mode, sha: sha("b".repeat(40)), size: 1 }]);
    expect(findingsOf(read(snapshot))).toEqual([`file-name-collision collision ${path}:-`]);
  });

  test("attributes that hide its changes, on their row", () => {
    const snapshot = aSnapshot({ ...filesOf(), ".gitattributes": "* text=auto\n*.md -diff\n" });
    expect(findingsOf(read(snapshot))).toEqual(["attributes-alter-files hidden .gitattributes:2"]);
  });

  test("text that people do not see", () => {
    const hidden = (file: string, text: string): readonly string[] =>
      findingsOf(read(aSnapshot(filesOf({ [file]: text }))));
    expect(hidden("prompts/reply.md", "You seem {{mood}}.\nHi\u{e0041}")).toEqual([
      `file-text-hidden character ${ROOT}/prompts/reply.md:2`,
    ]);
    expect(hidden("tools/sense.js", "export function run() {}\n// x\rattack()\n")).toEqual([
      `file-text-hidden character ${ROOT}/tools/sense.js:2`,
    ]);
    expect(hidden("prompts/reply.md", "You seem {{mood}} 👩\u200d💻 ❤\ufe0f.\r\n\tHi")).toEqual([]);
  });

  test("the address of a file that Git LFS keeps elsewhere", () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 3\n`;
    for (const file of ["prompts/reply.md", "tools/sense.js", "data/moods.json", "system.yaml"]) {
      expect(findingsOf(read(aSnapshot(filesOf({ [file]: pointer }))))).toEqual([
        `file-lfs-pointer lfs-pointer ${ROOT}/${file}:1`,
      ]);
    }
  });

  test.each<readonly [string, Json, string]>([
    [
      "a prompt file that is not there",
      { reply: { file: "prompts/none.md" }, refusal: { file: "prompts/refusal.md" } },
      "missing-file",
    ],
    [
      "a prompt that names a tool's file",
      { reply: { file: "tools/sense.js" }, refusal: { file: "prompts/refusal.md" } },
      "wrong-kind",
    ],
  ])("%s, on the line that names it", (_what, prompts, problem) => {
    const result = read(aSnapshot(filesOf({ "system.yaml": definition({ prompts }) })));
    if (result.ok) throw new Error("accepted");
    const broken = result.refusal.find(({ facts }) => facts["problem"] === problem);
    expect(broken).toMatchObject({
      code: "reference-broken",
      place: { pointer: "/prompts/reply/file" },
    });
    expect(broken?.place?.line).toBeGreaterThan(1);
  });
});

test("a snapshot without the bytes of a file is a fault, not a refusal", () => {
  const snapshot = { ...aSnapshot(filesOf()), blobs: new Map() };
  expect(() => read(snapshot)).toThrow("not loaded");
});

test("the paths a flow must load are the charter and what a version is made of, suites included", () => {
  const { tree } = aSnapshot({
    ...filesOf({ "README.md": "x", "docs/a.md": "x", "run.sh": "x", "evals/public.jsonl": "{}" }),
    ".omega/charter.yaml": "x",
    "src/app.ts": "x",
  });
  const expected = [...Object.keys(SYSTEM_FILES), "system.yaml", "evals/public.jsonl"];
  expect([...wantedPaths(aCharter(), ["greeter"], tree)].sort()).toEqual(
    [".omega/charter.yaml", ...expected.map((path) => `${ROOT}/${path}`)].sort(),
  );
});
