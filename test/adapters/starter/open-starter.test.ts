import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openStarter } from "../../../src/adapters/starter/open-starter.ts";
import { CHARTER_PATH } from "../../../src/core/ir/charter.ts";
import { parseCharter } from "../../../src/core/ir/parse-charter.ts";

it("holds a charter, and the system that it names", async () => {
  const files = await openStarter().files();

  const charter = parseCharter(CHARTER_PATH, Buffer.from(files.get(CHARTER_PATH) ?? ""));
  if (!charter.ok) throw new Error("the starter's charter cannot be read");
  for (const { path } of Object.values(charter.value.charter.systems)) {
    expect(files.get(`${path}/system.yaml`)).toContain("kind: System");
  }
});

it("names files as git does, hidden ones and those in folders too", async () => {
  const folder = await mkdtemp(join(tmpdir(), "omega-starter-"));
  try {
    await mkdir(join(folder, ".github", "workflows"), { recursive: true });
    await writeFile(join(folder, ".github", "workflows", "run.yml"), "on: push\n");

    const files = await openStarter(folder).files();

    expect([...files]).toEqual([[".github/workflows/run.yml", "on: push\n"]]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
