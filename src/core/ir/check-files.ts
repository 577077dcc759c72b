import type { Finding } from "../gate/finding.ts";
import { DEFINITION_FILE, fileKindOf, MAX_BYTES } from "./file-kinds.ts";
import { fileReferences } from "./file-owners.ts";
import { decodeText } from "./decode-text.ts";
import { lineIndexOf } from "./line-index.ts";
import { checkJson } from "./parse-json.ts";
import { schemaFinding } from "./schema-finding.ts";
import { positionOf } from "./source-document.ts";
import type { Positions, System } from "./system.ts";

type FilesOfSystem = {
  readonly root: string;
  readonly system: System;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly positions: Positions;
};

/** Each file alone: text is UTF-8 without NUL, JSON is strict. */
export function checkFileTexts(
  root: string,
  files: ReadonlyMap<string, Uint8Array>,
): readonly Finding[] {
  return [...files].flatMap(([file, bytes]) => {
    const path = `${root}/${file}`;
    const kind = fileKindOf(file) ?? "data";
    if (kind !== "prompt" && kind !== "tool") return checkJson(path, bytes);
    const limits = { maxBytes: MAX_BYTES[kind], tooLarge: "file-too-large" } as const;
    const text = decodeText(path, bytes, limits);
    return text.ok ? nulIn(path, text.value) : text.refusal;
  });
}

/** git, editors and reviews take a file with NUL for binary and hide what changed in it. */
function nulIn(path: string, text: string): readonly Finding[] {
  const at = text.indexOf("\0");
  if (at === -1) return [];
  const place = { path, ...lineIndexOf(text).at(at) };
  return [schemaFinding("file-not-utf8", place, { problem: "nul" })];
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
