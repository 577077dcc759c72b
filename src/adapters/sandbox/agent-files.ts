import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import type { AgentProgram } from "../../ports/sandbox.ts";
import { BUNDLE, FILES } from "./agent-launch.ts";

/** One version laid out for a sandbox to show, read-only. */
export type LaidOut = { readonly place: string; remove(): Promise<void> };

const READ_ONLY = 0o444;
const FOLDER = 0o755;

/** Writes a version's files where nothing else is. Readable to the identity that the program gets. */
export async function layOut({
  files,
  folder,
  bundle,
}: Pick<AgentProgram, "files" | "folder" | "bundle">): Promise<LaidOut> {
  const place = await mkdtemp(join(tmpdir(), "omega-agent-"));
  const remove = (): Promise<void> => rm(place, { recursive: true, force: true });
  try {
    await chmod(place, FOLDER);
    const root = join(place, FILES);
    await mkdir(join(root, folder), { recursive: true, mode: FOLDER });
    await writeFile(join(place, BUNDLE), bundle, { mode: READ_ONLY });
    for (const [path, bytes] of files) {
      const target = below(root, path);
      await mkdir(dirname(target), { recursive: true, mode: FOLDER });
      await writeFile(target, bytes, { mode: READ_ONLY, flag: "wx" });
    }
    return { place, remove };
  } catch (fault) {
    await remove();
    throw fault;
  }
}

/** Git keeps no such path; whoever made one by hand meant to write somewhere else. */
function below(root: string, path: string): string {
  const target = resolve(root, path);
  if (!target.startsWith(root + sep)) throw new RangeError("a file outside its system");
  return target;
}
