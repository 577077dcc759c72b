import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import type { Command } from "commander";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { installationId, repositoryId } from "../../src/core/kernel/ids.ts";
import { accepted, refused } from "../../src/core/kernel/result.ts";
import { ledgerRoutes } from "../../src/surfaces/api/ledger.ts";
import { type ExportWiring, exportCommand } from "../../src/surfaces/cli/export.ts";
import { verifyCommand } from "../../src/surfaces/cli/verify.ts";
import { GATES_PASSED } from "../support/exports.ts";
import { forgeOfReaders } from "../support/readers.ts";

describe("omega export and omega verify", () => {
  let store: OpenedStore;
  let folder = "";
  let url = "";
  let closed = 0;
  let server: ReturnType<typeof serve>;
  let wiring: ExportWiring;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "omega-export-"));
    store = await openEmptyStore();
    await store.transact(async (tx) => {
      await tx.systems.rememberInstallation(repositoryId(7), installationId(5));
      for (const draft of GATES_PASSED) await tx.ledger.append(draft);
    });
    const forge = forgeOfReaders({ alice: "read" });
    const { fetch } = ledgerRoutes({ store, forge, appVersion: "0.1.0" });
    await new Promise<void>((resolve) => {
      server = serve({ fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
        url = `http://127.0.0.1:${port}`;
        resolve();
      });
    });
    const local = { store, appVersion: "0.1.0", close: async () => void (closed += 1) };
    wiring = {
      env: { GITHUB_TOKEN: "token-of-alice", OTHER: "token-of-mallory" },
      openLocal: async (directory) =>
        directory === "free"
          ? accepted(local)
          : refused({ reason: "data-directory-locked", pid: 4711 }),
    };
  });
  afterEach(() => {
    process.exitCode = undefined;
    vi.restoreAllMocks();
  });
  afterAll(async () => {
    server.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const run = async (command: Command, ...args: string[]) => {
    const out: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0);
    const quiet = command.exitOverride().configureOutput({ writeErr: () => {} });
    const code = await quiet.parseAsync(args, { from: "user" }).then(
      () => process.exitCode ?? 0,
      (fault: { exitCode?: number }) => fault.exitCode ?? 70,
    );
    vi.restoreAllMocks();
    return { code, out: out.join("") };
  };
  const exporting = (...args: string[]) => run(exportCommand(wiring), "--repository-id", ...args);
  const file = (name: string) => join(folder, name);

  it("export from a running app what verify holds for good", async () => {
    const out = file("record.jsonl");
    expect(await exporting("7", "--url", url, "--out", out)).toEqual({ code: 0, out: "" });
    expect((await run(verifyCommand(), out)).code).toBe(0);
    const { out: report } = await run(verifyCommand(), out, "--json");
    expect(JSON.parse(report)).toMatchObject({ verdict: "holds", entries: 5, repositoryId: 7 });
  });

  it("export from a data directory, and give it back", async () => {
    const { code, out } = await exporting("7", "--data-dir", "free");
    expect(code).toBe(0);
    expect(out.split("\n")).toHaveLength(7);
    expect(closed).toBe(1);
  });

  it("name the first bad entry and end with 1", async () => {
    const good = file("good.jsonl");
    await exporting("7", "--url", url, "--out", good);
    const bad = (await readFile(good, "utf8")).replace('outcome\\":\\"pass', 'outcome\\":\\"fail');
    await writeFile(file("bad.jsonl"), bad);
    const { code, out } = await run(verifyCommand(), file("bad.jsonl"), "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      verdict: "broken",
      problem: "leaf-mismatch",
      line: 2,
      seq: 0,
    });
    expect((await run(verifyCommand(), file("bad.jsonl"))).out).toContain("entry 0 (line 2)");
  });

  it.each<[string, number, string[]]>([
    ["neither an app nor a directory", 64, ["7"]],
    ["both an app and a directory", 64, ["7", "--url", "http://127.0.0.1:1", "--data-dir", "free"]],
    ["a token that is not set", 64, ["7", "--url", "http://127.0.0.1:1", "--token-env", "NONE"]],
    ["a directory that an app uses", 1, ["7", "--data-dir", "busy"]],
    ["an app that does not answer", 70, ["7", "--url", "http://127.0.0.1:1"]],
  ])("refuse %s with %i", async (_, code, args) => {
    expect((await exporting(...args)).code).toBe(code);
  });

  it("refuse somebody who may not read, and leave no file behind", async () => {
    const out = file("secret.jsonl");
    const { code } = await exporting("7", "--url", url, "--token-env", "OTHER", "--out", out);
    expect(code).toBe(1);
    expect(await readdir(folder)).not.toContain("secret.jsonl");
  });

  it("end with 64 for a file that is not there", async () => {
    expect((await run(verifyCommand(), file("nowhere"))).code).toBe(64);
  });
});
