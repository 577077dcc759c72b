import { link, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Result, accepted, refused } from "../../core/kernel/result.ts";
import { type Holder, NOBODY, isAlive, parseHolder, thisProcess } from "./holder.ts";

export type DirectoryLock = { release(): Promise<void> };

export type LockRefusal = {
  readonly reason: "data-directory-locked";
  /** Process id of the holder. */
  readonly pid: number;
};

/** Each round is lost to another process that moved; more rounds mean that something else is wrong. */
const MOST_ROUNDS = 50;

/**
 * Takes the data directory for this process alone, or says who has it. Two processes on one
 * embedded database would silently lose each other's rows.
 *
 * The lock is the highest of the files `lock.<n>`. A takeover makes the next number with `link`,
 * which succeeds for exactly one process and never shows half a file. The highest number is never
 * removed, so that no process can remove the lock of one that was faster: a stale lock is passed,
 * not broken.
 */
export async function lockDirectory(
  directory: string,
): Promise<Result<DirectoryLock, LockRefusal>> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const me = await thisProcess();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const highest = await highestIn(directory);
    const holder = highest === 0 ? NOBODY : await read(pathOf(directory, highest));
    if (holder === undefined) continue;
    if (await isAlive(holder)) return refused({ reason: "data-directory-locked", pid: holder.pid });
    if (await take(directory, highest + 1, me)) {
      return accepted({ release: () => write(pathOf(directory, highest + 1), NOBODY) });
    }
  }
  throw new Error("the lock of the data directory could not be settled");
}

async function take(directory: string, number: number, me: Holder): Promise<boolean> {
  const path = pathOf(directory, number);
  if (!(await make(path, me))) return false;
  // A process that slept between looking and linking may have made a number that is passed already.
  if ((await highestIn(directory)) !== number) {
    await rm(path, { force: true });
    return false;
  }
  for (const passed of await numbersIn(directory)) {
    if (passed < number) await rm(pathOf(directory, passed), { force: true });
  }
  return true;
}

async function make(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${holder.nonce}`;
  await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (fault) {
    if (codeOf(fault) === "EEXIST") return false;
    throw fault;
  } finally {
    await rm(draft, { force: true });
  }
}

async function write(path: string, holder: Holder): Promise<void> {
  const draft = `${path}.released`;
  await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
  await rename(draft, path);
}

async function read(path: string): Promise<Holder | undefined> {
  try {
    return parseHolder(await readFile(path, "utf8"));
  } catch (fault) {
    if (codeOf(fault) === "ENOENT") return undefined;
    throw fault;
  }
}

async function highestIn(directory: string): Promise<number> {
  return Math.max(0, ...(await numbersIn(directory)));
}

async function numbersIn(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names.flatMap((name) => {
    const digits = /^lock\.([1-9][0-9]{0,14})$/.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
}

function pathOf(directory: string, number: number): string {
  return join(directory, `lock.${number}`);
}

function codeOf(fault: unknown): unknown {
  return fault instanceof Error && "code" in fault ? fault.code : undefined;
}
