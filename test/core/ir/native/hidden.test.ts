import { describe, expect, it } from "vitest";
import type { NativeFormat } from "../../../../src/core/ir/native/native-source.ts";
import { readSystem } from "../../../../src/core/ir/read-system.ts";
import { aSnapshot } from "../../../support/builders.ts";
import { NATIVE_SYSTEMS } from "../../../support/native-systems.ts";

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 9\n`;

function codesOf(format: NativeFormat, files: Readonly<Record<string, string>>) {
  const all = Object.entries({ ...NATIVE_SYSTEMS[format], ...files });
  const snapshot = aSnapshot(
    Object.fromEntries(all.map(([file, text]) => [`native/${file}`, text])),
  );
  const read = readSystem({ name: "desk", root: "native", format, snapshot });
  return read.ok ? [] : read.refusal.map(({ code, place }) => `${code} ${place?.path}`);
}

describe("a file of another framework", () => {
  it.each([
    ["a pointer for code", "crewai", "tools.py", POINTER, "file-lfs-pointer"],
    ["a pointer for servers", "claude-agents", ".mcp.json", POINTER, "file-lfs-pointer"],
    ["code in another order", "crewai", "tools.py", "a = 1 # \u202E b\n", "file-text-hidden"],
    ["words in selectors", "claude-agents", "agents/z.md", "Hi\u{E0101}\n", "file-text-hidden"],
    ["a filler in YAML", "crewai", "agents.yaml", "a: x\u3164\n", "file-text-hidden"],
  ] as const)("is refused for %s", (_what, format, file, text, code) => {
    expect(codesOf(format, { [file]: text })).toContain(`${code} native/${file}`);
  });

  it.each([
    ["a byte order mark and a form feed", "\uFEFFa = 1\n\f\nb = 2\n"],
    ["joined letters and emoji", 'a = "می\u200Cخواهم 👩\u200D🚀"\n'],
    ["bytes that are no text", "\0\u202E\0"],
  ])("may hold %s in its code", (_what, text) => {
    expect(codesOf("crewai", { "tools.py": text })).toEqual([]);
  });
});
