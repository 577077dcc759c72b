import type { Finding } from "../gate/finding.ts";
import { checkFileText } from "./check-file-text.ts";
import { DEFINITION_FILE, fileKindOf, MAX_BYTES } from "./file-kinds.ts";
import { fileReferences } from "./file-owners.ts";
import { decodeText } from "./decode-text.ts";
import { checkJson, parseJson } from "./parse-json.ts";
import { schemaFinding } from "./schema-finding.ts";
import { positionOf } from "./source-document.ts";
import type { Positions, System } from "./system.ts";

type FilesOfSystem = {
  readonly root: string;
  readonly system: System;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly positions: Positions;
};

/** Each file alone: text is UTF-8 that hides nothing, JSON is strict. */
export function checkFileTexts(
  root: string,
  files: ReadonlyMap<string, Uint8Array>,
): readonly Finding[] {
  return [...files].flatMap(([file, bytes]) => {
    const path = `${root}/${file}`;
    const kind = fileKindOf(file) ?? "data";
    // Rules look into an extension by its places, so it is held to what can be read with them.
    if (kind === "extension") return refusalOf(parseJson(path, bytes));
    if (kind !== "prompt" && kind !== "tool") return checkJson(path, bytes);
    const limits = { maxBytes: MAX_BYTES[kind], tooLarge: "file-too-large" } as const;
    const text = decodeText(path, bytes, limits);
    return text.ok ? checkFileText(path, text.value) : text.refusal;
  });
}

function refusalOf(read: ReturnType<typeof parseJson>): readonly Finding[] {
  return read.ok ? [] : read.refusal;
}

/** Files and definition together: every reference resolves, and no file is left without a module. */
export function checkFileReferences(version: FilesOfSystem): readonly Finding[] {
  return [...brokenReferences(version), ...orphans(version)];
}

function brokenReferences({ root, system, files, positions }: FilesOfSystem): readonly Finding[] {
  return fileReferences(system)
    .filter(({ file, kind }) => !files.has(file) || fileKindOf(file) !== kind)
    .map(({ file, at }) => {
      const around = positionOf(positions, at) ?? { path: `${root}/${DEFINITION_FILE}` };
      const problem = files.has(file) ? "wrong-kind" : "missing-file";
      return schemaFinding("reference-broken", { ...around, pointer: at }, { problem, file });
    });
}

/** A file that no module names would run nowhere, be judged by no rule, and wait for its day. */
function orphans({ root, system, files }: FilesOfSystem): readonly Finding[] {
  const owned = new Set(fileReferences(system).map(({ file }) => file));
  return [...files.keys()]
    .filter((file) => !owned.has(file) && fileKindOf(file) !== "extension")
    .map((file) =>
      schemaFinding(
        "reference-broken",
        { path: `${root}/${file}`, line: 1 },
        {
          problem: "unowned-file",
          file,
        },
      ),
    );
}
