import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { accepted, refused } from "../../../src/core/kernel/result.ts";
import { VARIABLES } from "../../../src/settings.ts";
import { checkCommand } from "../../../src/surfaces/cli/check.ts";
import { omegaProgram, runProgram } from "../../../src/surfaces/cli/cli.ts";
import { demoCommand } from "../../../src/surfaces/cli/demo.ts";
import { exportCommand } from "../../../src/surfaces/cli/export.ts";
import { serveCommand } from "../../../src/surfaces/cli/serve.ts";
import { tokenCommand } from "../../../src/surfaces/cli/token.ts";
import { verifyCommand } from "../../../src/surfaces/cli/verify.ts";

const ENV = {
  APP_ID: "42",
  PRIVATE_KEY: "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
  WEBHOOK_SECRET: "b9f1c2a73d5e4f60",
};

let out: string;
let err: string;
beforeEach(() => {
  out = "";
  err = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => Boolean((out += String(text))));
  vi.spyOn(process.stderr, "write").mockImplementation((text) => Boolean((err += String(text))));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const locked = refused({ reason: "data-directory-locked", pid: 4711 } as const);

function commands(): readonly Command[] {
  return [
    serveCommand({ env: ENV, start: async () => locked }),
    exportCommand({ env: {}, openLocal: async () => locked }),
    verifyCommand(),
    checkCommand({
      env: {},
      appVersion: "1.2.3",
      readExport: async () => refused({ kind: "file-missing" }),
      openSealed: () => ({ load: async () => undefined }),
      paint: (_tone, text) => text,
      openClone: async () => refused({ kind: "git-missing" }),
      openSandbox: () => Promise.reject(new Error("nothing is run here")),
    }),
    tokenCommand({ env: {} }),
    demoCommand(async () => 2),
  ];
}

async function omega(...argv: readonly string[]): Promise<number> {
  await runProgram(omegaProgram("1.2.3", commands()), argv);
  return Number(process.exitCode ?? 0);
}

function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

describe("omega", () => {
  it("says its version and its help, and ends with 0", async () => {
    expect(await omega("--version")).toBe(0);
    expect(out).toContain("1.2.3");
    expect(await omega("--help")).toBe(0);
    for (const command of commands()) expect(out).toContain(`  ${command.name()}`);
  });

  it("has an example in the help of every command", async () => {
    for (const command of leaves(omegaProgram("1.2.3", commands()))) {
      const path = command.parent?.name() === "token" ? ["token"] : [];
      out = "";
      expect(await omega(...path, command.name(), "--help"), command.name()).toBe(0);
      expect(out).toMatch(/Example:\n {2}\$ .*omega /);
    }
  });

  it.each([
    ["an unknown command", ["sreve"]],
    ["an unknown option", ["verify", "--loud", "file"]],
    ["a missing argument", ["verify"]],
    ["a missing option", ["export"]],
    ["a missing base", ["check"]],
    ["a machine without git", ["check", "--base", "main"]],
    ["a bad number", ["export", "--repository-id", "zero"]],
    ["a missing option of an inner command", ["token", "create"]],
    ["no command at all", []],
  ])("ends with 64 on %s and says where help is", async (_what, argv) => {
    expect(await omega(...argv)).toBe(64);
    expect(err).toMatch(/help/i);
  });

  it("suggests the command that was meant", async () => {
    await omega("sreve");

    expect(err).toContain("serve");
  });

  it("keeps the exit code that a command chose: 1 is an answer, not a wrong word", async () => {
    expect(await omega("serve")).toBe(1);
    expect(err).toContain("process 4711");
    expect(await omega("demo")).toBe(2);
  });

  it("ends with 70 on a fault of ours, and tells it without a stack", async () => {
    const broken = new Command("broken").action(() => Promise.reject(new Error("disk on fire")));

    await runProgram(omegaProgram("1.2.3", [broken]), ["broken"]);

    expect(process.exitCode).toBe(70);
    expect(err).toBe("omega: disk on fire\n");
  });
});

describe("omega serve", () => {
  it("documents every variable that it reads", async () => {
    await omega("serve", "--help");

    for (const { name } of VARIABLES) expect(out).toContain(`  ${name}\n`);
  });

  it("refuses to start on settings that are wrong, naming all of them and no value", async () => {
    const env = { APP_ID: "x", WEBHOOK_SECRET: "development" };
    const serve = serveCommand({ env, start: async () => locked });

    await runProgram(omegaProgram("1.2.3", [serve]), ["serve"]);

    expect(process.exitCode).toBe(64);
    for (const name of ["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET"]) expect(err).toContain(name);
    expect(err).not.toContain("development");
  });

  it("says where it listens, and closes when it is told to end", async () => {
    let closed = 0;
    const running = { url: "http://127.0.0.1:1", close: async () => void (closed += 1) };
    const serve = serveCommand({ env: ENV, start: async () => accepted(running) });

    const ended = runProgram(omegaProgram("1.2.3", [serve]), ["serve"]);
    await vi.waitUntil(() => out.includes("listening on http://127.0.0.1:1\n"));
    expect(closed).toBe(0);
    process.emit("SIGTERM");
    await ended;

    expect(closed).toBe(1);
    expect(process.exitCode).toBeUndefined();
  });
});
