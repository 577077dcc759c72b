import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { Sha } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import { visible } from "../../core/prose/escape.ts";
import type { Clone, CloneRefusal, UnknownRef } from "../../ports/clone.ts";

export type OpenClone = (directory: string) => Promise<Result<Clone, CloneRefusal>>;

const USAGE = { exitCode: 64 };

/** Opens the clone that `--repo` names, or ends the command with what to do about it. */
export async function openNamedClone(
  open: OpenClone,
  directory: string,
  command: Command,
): Promise<Clone> {
  const opened = await open(directory);
  return opened.ok ? opened.value : command.error(explainClone(opened.refusal), USAGE);
}

/** The commit that an argument names, or an end of the command that says which names there are. */
export async function resolveNamed(clone: Clone, ref: string, command: Command): Promise<Sha> {
  const found = await clone.resolve(ref);
  return found.ok ? found.value : command.error(explainRef(found.refusal), USAGE);
}

function explainClone(refusal: CloneRefusal): string {
  switch (refusal.kind) {
    case "git-missing":
      return "git was not found; install it, and put it on the PATH";
    case "not-a-repository":
      return `${visible(refusal.directory)} is not in a git repository; name the clone with --repo`;
    case "shallow":
      return "this clone is shallow, so the common ancestor could be a wrong one; run `git fetch --unshallow`, or check out with `fetch-depth: 0`";
    case "object-format":
      return `this repository names its objects by ${visible(refusal.format)}; only sha1 can be read`;
  }
}

function explainRef({ ref, known, meant }: UnknownRef): string {
  const names = known.map(visible).join(", ");
  const hint = names === "" ? "it has no branches" : `it knows ${names}`;
  const guess = meant === undefined ? "" : `did you mean ${visible(meant)}? `;
  return `there is no commit named "${visible(ref)}" in this clone; ${guess}${hint}; perhaps \`git fetch\` first`;
}

/** A text that an option names, or nothing where none is named. */
export async function readNamedFile(
  file: string | undefined,
  what: string,
  command: Command,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  return readFile(file, "utf8").catch((fault: unknown) =>
    command.error(`cannot read ${what} ${visible(file)}: ${whyUnread(fault)}`, USAGE),
  );
}

/** Why a file could not be read, in words that help whoever typed its name. */
export function whyUnread(fault: unknown): string {
  const code: unknown = Object(fault)["code"];
  if (code === "ENOENT") return "there is no such file";
  return code === "EISDIR" ? "it is a folder" : String(code);
}
