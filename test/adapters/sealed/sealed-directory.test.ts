import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSealedDirectory } from "../../../src/adapters/sealed/sealed-directory.ts";

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "omega-sealed-"));
  await mkdir(join(home, "suites"));
  await writeFile(join(home, "suites", "triage-2026.jsonl"), '{"id":"1"}\n');
  await writeFile(join(home, "secret.jsonl"), "secret");
  await symlink(join(home, "secret.jsonl"), join(home, "suites", "linked.jsonl"));
  await writeFile(join(home, "suites", "large.jsonl"), "");
  await truncate(join(home, "suites", "large.jsonl"), 33 * 1024 * 1024);
});

afterAll(() => rm(home, { recursive: true }));

describe("a directory of sealed suites", () => {
  test("gives the bytes of a suite by its reference", async () => {
    const bytes = await openSealedDirectory(join(home, "suites")).load("triage-2026");
    expect(Buffer.from(bytes ?? []).toString()).toBe('{"id":"1"}\n');
  });

  test.each(["absent", "../secret", "secret", "/etc/passwd", "Triage-2026", "", "a.b"])(
    "holds nothing under %j",
    async (ref) => {
      expect(await openSealedDirectory(join(home, "suites")).load(ref)).toBeUndefined();
    },
  );

  test("follows no link out of itself and reads nothing too large", async () => {
    const suites = openSealedDirectory(join(home, "suites"));
    await expect(suites.load("linked")).rejects.toThrow("links out");
    await expect(suites.load("large")).rejects.toThrow("32 MiB");
  });

  test("that is not configured or not there holds nothing", async () => {
    expect(await openSealedDirectory(undefined).load("triage-2026")).toBeUndefined();
    expect(await openSealedDirectory(join(home, "none")).load("triage-2026")).toBeUndefined();
  });
});
