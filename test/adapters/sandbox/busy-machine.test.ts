import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { ownWork } from "../../../src/adapters/sandbox/own-work.ts";
import { gaugeOf, usageOf } from "../../../src/adapters/sandbox/process-usage.ts";
import { watchChild } from "../../../src/adapters/sandbox/watch-child.ts";
import { until } from "../../support/until.ts";

const HALF_A_SECOND = 500;

test("a host that was busy itself hears an answer that has come meanwhile", async () => {
  const folder = await mkdtemp(join(tmpdir(), "omega-busy-"));
  const told = join(folder, "told");
  const child = spawn("/bin/sh", ["-c", `sleep 0.2; echo answer; : > ${told}; sleep 600`]);
  try {
    const ends: string[] = [];
    const allowed = { milliseconds: 10_000, patience: 20, bytes: 2 ** 40 };
    const stop = watchChild(gaugeOf(child.pid ?? 0), allowed, (what) => ends.push(what));
    child.stdout.once("data", stop);
    const heard = once(child.stdout, "data");
    const nobody = new Int32Array(new SharedArrayBuffer(4));
    while (!existsSync(told)) Atomics.wait(nobody, 0, 0, HALF_A_SECOND);

    await heard;
    expect(ends).toEqual([]);
  } finally {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true });
  }
});

test("work on other threads is told apart from a child's own, and so is waiting", async () => {
  const idle = "new (require('node:worker_threads').Worker)('for (;;) {}', { eval: true });";
  const child = spawn(process.execPath, ["-e", idle], { stdio: "ignore" });
  const { pid = 0 } = child;
  try {
    await until(() => (usageOf(pid, 4)?.milliseconds ?? 0) > 1_000);
    const usage = usageOf(pid, 4);
    expect(usage?.firstThreads).toBeLessThan((usage?.milliseconds ?? 0) / 2);
    expect(usage?.waited).toBeGreaterThanOrEqual(0);
  } finally {
    child.kill("SIGKILL");
  }
});

test("a look at a process is taken for the one before it for some milliseconds, and no longer", async () => {
  const gauge = gaugeOf(process.pid);
  const first = gauge.now(4);
  expect(gauge.lately(4)).toBe(first);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(gauge.lately(4)).not.toBe(first);
});

test("a guest's thread is not charged for what other threads of its process work", async () => {
  const before = { own: ownWork(), all: process.cpuUsage() };
  const other = new Worker("for (;;) {}", { eval: true });
  try {
    const all = (): number => {
      const { user, system } = process.cpuUsage(before.all);
      return (user + system) / 1000;
    };
    await until(() => all() > 1_000);
    expect(ownWork() - before.own).toBeLessThan(all() / 2);
  } finally {
    await other.terminate();
  }
});
