import { type Pointer, pointerOf } from "../kernel/pointer.ts";
import { fileKindOf } from "./file-kinds.ts";
import type { System } from "./system.ts";

/** A file that a module names, and the pointer under which it names it. */
export type FileReference = {
  readonly file: string;
  readonly module: Pointer;
  readonly at: Pointer;
  readonly kind: "prompt" | "tool" | "data";
};

/** Every reference from a module to a file, in the order of the modules' ids. */
export function fileReferences(system: System): readonly FileReference[] {
  const prompts = Object.entries(system.prompts).map(([id, { file }]): FileReference => {
    const module = pointerOf("prompts", id);
    return { file, module, at: `${module}/file`, kind: "prompt" };
  });
  const tools = Object.entries(system.tools).flatMap(([id, { file, data }]) => {
    const module = pointerOf("tools", id);
    const code: readonly FileReference[] =
      file === undefined ? [] : [{ file, module, at: `${module}/file`, kind: "tool" }];
    const lists = data.map((path, index): FileReference => {
      return { file: path, module, at: `${module}/data/${index}`, kind: "data" };
    });
    return [...code, ...lists];
  });
  return [...prompts, ...tools];
}

/** The modules that a file belongs to. A verbatim leftover belongs to the extension it is named for. */
export function ownersByFile(system: System): (file: string) => readonly Pointer[] {
  const owners = new Map<string, Set<Pointer>>();
  for (const { file, module } of fileReferences(system)) {
    owners.set(file, (owners.get(file) ?? new Set()).add(module));
  }
  return (file) =>
    fileKindOf(file) === "extension"
      ? [pointerOf("extensions", file.slice("extensions/".length, -".json".length))]
      : [...(owners.get(file) ?? [])];
}
