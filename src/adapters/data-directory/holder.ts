import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";

/** Who holds a lock. A process id alone is re-used by the system; with its start time it is not. */
const holderSchema = z.strictObject({
  pid: z.number().int().positive(),
  startedAt: z.string().max(100),
  nonce: z.string().max(100),
});

export type Holder = z.infer<typeof holderSchema>;

/** A process that cannot live: the holder of a released lock, or of a file that we did not write. */
export const NOBODY: Holder = { pid: 2 ** 31 - 1, startedAt: "", nonce: "" };

export async function thisProcess(): Promise<Holder> {
  const startedAt = (await startOf(process.pid)) ?? "";
  return { pid: process.pid, startedAt, nonce: randomUUID() };
}

export function parseHolder(text: string): Holder {
  try {
    const parsed = holderSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : NOBODY;
  } catch {
    return NOBODY;
  }
}

export async function isAlive(holder: Holder): Promise<boolean> {
  if (!exists(holder.pid)) return false;
  const startedAt = await startOf(holder.pid);
  // Where the system tells no start time, a living process id has to be believed.
  return startedAt === undefined || holder.startedAt === "" || startedAt === holder.startedAt;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    // EPERM: it lives and belongs to somebody else.
    return fault instanceof Error && "code" in fault && fault.code === "EPERM";
  }
}

/**
 * Boot id and start tick of a process, as Linux tells them; nothing elsewhere. A zombie counts as
 * dead: it holds no files any more. The command name may contain blanks and parentheses, so fields
 * are counted from the last parenthesis.
 */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "dead" : `${boot.trim()}/${fields[19] ?? ""}`;
  } catch {
    return undefined;
  }
}
