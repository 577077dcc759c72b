import { expect, test } from "vitest";
import { compile, readArtifact } from "../../../src/core/ir/compile.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { aSystem, aVersion, SYSTEM_FILES } from "../../support/builders.ts";

test("an artifact reads back equal, and its digest is that of its text", () => {
  const artifact = compile(aVersion());
  expect(artifact.digest).toBe(digestOf(artifact.text));
  expect(artifact.files).toEqual(SYSTEM_FILES);
  expect(readArtifact(artifact.text, artifact.digest)).toEqual({ ok: true, value: artifact });
});

test("one version compiles to one artifact, another version to another", () => {
  const shuffled = Object.fromEntries(Object.entries(SYSTEM_FILES).toReversed());
  expect(compile(aVersion({ files: shuffled })).digest).toBe(compile(aVersion()).digest);
  const other = aVersion({ system: aSystem({ parameters: {} }) });
  expect(compile(other).digest).not.toBe(compile(aVersion()).digest);
});

test.each([
  [
    "bytes of another digest",
    (text: string) => [`${text} `, digestOf(text)] as const,
    "digest-differs",
  ],
  ["text that is not JSON", () => ["{", digestOf("{")] as const, "unreadable"],
  ["JSON that is no bundle", () => ["{}", digestOf("{}")] as const, "unreadable"],
  [
    "a file that was swapped under its version's name",
    (text: string) => {
      const swapped = text.replace("rather not", "gladly");
      return [swapped, digestOf(swapped)] as const;
    },
    "version-differs",
  ],
])("an artifact is refused for %s", (_what, tamper, kind) => {
  const [text, digest] = tamper(compile(aVersion()).text);
  expect(readArtifact(text, digest)).toEqual({ ok: false, refusal: { kind } });
});
