import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDirectory } from "../../../src/adapters/data-directory/lock.ts";

describe("the lock of the data directory", () => {
  let directory = "";
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "omega-lock-"));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await rm(directory, { recursive: true, force: true });
  });

  /** A living process that is not us; its lock file is written by hand, as a crash would leave it. */
  const sleeper = async (): Promise<ChildProcess & { readonly pid: number }> => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    children.push(child);
    await once(child, "spawn");
    if (child.pid === undefined) throw new Error("no process id");
    return Object.assign(child, { pid: child.pid });
  };
  const heldBy = (pid: number, startedAt = "") =>
    writeFile(join(directory, "lock.1"), JSON.stringify({ pid, startedAt, nonce: "n" }));

  it("is taken once, and refused with the holder's process id", async () => {
    expect((await lockDirectory(directory)).ok).toBe(true);
    expect(await lockDirectory(directory)).toEqual({
      ok: false,
      refusal: { reason: "data-directory-locked", pid: process.pid },
    });
  });

  it("can be taken again once it was released", async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const lock = await lockDirectory(directory);
      if (!lock.ok) throw new Error("expected the lock");
      await lock.value.release();
    }
    expect(await readdir(directory)).toHaveLength(1);
  });

  it("belongs to one of many that ask at the same moment", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => lockDirectory(directory)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  });

  it("is respected while its holder lives, and taken over once it was killed", async () => {
    const holder = await sleeper();
    await heldBy(holder.pid);
    expect(await lockDirectory(directory)).toMatchObject({ refusal: { pid: holder.pid } });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const answers = await Promise.all(Array.from({ length: 20 }, () => lockDirectory(directory)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  });

  it.runIf(process.platform === "linux")(
    "is taken over from a dead process whose id was given to another",
    async () => {
      const stranger = await sleeper();
      await heldBy(stranger.pid, "an-earlier-boot/123");
      expect((await lockDirectory(directory)).ok).toBe(true);
    },
  );

  it("is taken over from a file that nobody understands", async () => {
    await writeFile(join(directory, "lock.1"), "");
    expect((await lockDirectory(directory)).ok).toBe(true);
  });
});
