import { createServer, type Server } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LaunchPlan } from "../../../src/adapters/sandbox/launch-plan.ts";
import { openSession } from "../../../src/adapters/sandbox/session.ts";
import { openSandbox } from "../../../src/adapters/sandbox/sandbox.ts";
import { until } from "../../support/until.ts";
import type { Sandbox, ToolProgram, ToolResult } from "../../../src/ports/sandbox.ts";

/**
 * Plays a child whose engine was broken out of: it speaks the protocol, and answers each call with
 * what became of the escape that the call names. Its code is not in the sandbox, so that only the
 * wrapping stands between it and the machine.
 */
const ESCAPER = `
import { readFileSync, readdirSync, writeFileSync, existsSync, openSync, symlinkSync, writeSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { connect } from "node:net";

const attempt = (act) => { try { return { done: act() ?? null }; } catch (error) { return { refused: error.code ?? "threw" }; } };
const reach = (host, port) => new Promise((resolve) => {
  const socket = connect({ host, port, timeout: 2000 });
  socket.on("connect", () => resolve({ done: "connected" }));
  socket.on("timeout", () => { socket.destroy(); resolve({ refused: "timeout" }); });
  socket.on("error", (error) => resolve({ refused: error.code ?? "threw" }));
});
const escapes = {
  stay: () => { for (;;) {} },
  environment: () => ({ own: Object.keys(process.env), first: readFileSync("/proc/1/environ", "utf8") }),
  processes: () => readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name)).length,
  list: ({ path }) => attempt(() => readdirSync(path).length),
  read: ({ path }) => attempt(() => readFileSync(path, "utf8").length),
  write: ({ path }) => attempt(() => writeFileSync(path, "mine")),
  link: ({ path }) => attempt(() => symlinkSync("/etc/passwd", path)),
  spawn: () => attempt(() => spawnSync("/bin/true").status),
  exists: ({ path }) => existsSync(path),
  fill: () => attempt(() => { const file = openSync("/tmp/full", "w"); const block = Buffer.alloc(1048576); for (let i = 0; i < 64; i += 1) writeSync(file, block); }),
  network: ({ host, port }) => reach(host, port),
  namespace: () => spawnSync("/usr/bin/unshare", ["-U", "true"]).status,
  privileges: () => readFileSync("/proc/self/status", "utf8").split("\\n").filter((line) => /^(Uid|CapEff|CapBnd|NoNewPrivs)/.test(line)).map((line) => line.split("\\t").slice(0, 2).join(" ")),
};
let ready = false;
for await (const line of createInterface({ input: process.stdin })) {
  if (!ready) { ready = true; process.stdout.write('{"kind":"ready"}\\n'); continue; }
  const { input } = JSON.parse(JSON.parse(line).payload);
  process.stdout.write('{"kind":"begun"}\\n');
  const came = await (escapes[input.escape] ?? (() => null))(input);
  process.stdout.write(JSON.stringify({ kind: "answered", output: JSON.stringify(came), milliseconds: 0 }) + "\\n");
}
`;

const TOOL: ToolProgram = {
  source: "export function run(input) { return input; }",
  files: {},
  limits: { memory_mb: 16, deadline_ms: 5_000 },
};

/** What a probe shows here, before any test is named: elsewhere there is nothing to test. */
const REAL = await openSandbox({ bubblewrap: "probe" });
const isWrapped = REAL.isolation === "wasm+process+bubblewrap";
if (!isWrapped) console.warn("bubblewrap does not work here: the wrapped child is not tested");

type Escape = { readonly escape: string; readonly [fact: string]: string | number };

/** The same child with no wall at all, to show that the escapes are real. */
function bareSandbox(child: string): Sandbox {
  const plan: LaunchPlan = { command: process.execPath, args: [child], env: {} };
  return { isolation: "wasm+process", open: (tools) => Promise.resolve(openSession(plan, tools)) };
}

function openAndCall(sandbox: Sandbox, input: Escape): Promise<ToolResult> {
  return sandbox.open({ tool: TOOL }).then(async (session) => {
    const result = await session.call({ tool: "tool", input, parameters: {}, seed: "s" });
    await session.close();
    return result;
  });
}

async function outcomeOf(sandbox: Sandbox, input: Escape): Promise<unknown> {
  const result = await openAndCall(sandbox, input);
  return result.kind === "answered" ? result.output : result;
}

describe.runIf(isWrapped)("a child that broke out of the engine, wrapped", () => {
  let home: string;
  let outside: string;
  let server: Server;
  let port: number;
  let plain: Sandbox;
  let wrapped: Sandbox;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "omega-escape-"));
    outside = await mkdtemp(join(tmpdir(), "omega-outside-"));
    const child = join(home, "child.mjs");
    await writeFile(child, ESCAPER);
    await writeFile(join(outside, "secret"), "secret");
    server = createServer((_request, response) => response.end("reached"));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
    plain = bareSandbox(child);
    wrapped = await openSandbox({ bubblewrap: "probe", child });
  });

  afterAll(async () => {
    server.close();
    await rm(home, { recursive: true });
    await rm(outside, { recursive: true });
  });

  test("runs in the wrapping, wherever the app itself is installed", () => {
    expect(wrapped.isolation).toBe("wasm+process+bubblewrap");
  });

  test("finds no environment, neither its own nor that of the process that started it", async () => {
    expect(await outcomeOf(wrapped, { escape: "environment" })).toEqual({
      own: ["PWD"],
      first: "",
    });
  });

  test("sees no process but its own", async () => {
    expect(await outcomeOf(plain, { escape: "processes" })).toBeGreaterThan(3);
    expect(await outcomeOf(wrapped, { escape: "processes" })).toBeLessThanOrEqual(2);
  });

  test("finds no file that is not part of the interpreter", async () => {
    const secret = { escape: "read", path: join(outside, "secret") };
    expect(await outcomeOf(plain, secret)).toEqual({ done: 6 });
    expect(await outcomeOf(wrapped, secret)).toEqual({ refused: "ENOENT" });
    for (const path of ["/etc/passwd", "/var", homedir(), "/run", "/sys"]) {
      expect(await outcomeOf(wrapped, { escape: "exists", path })).toBe(false);
    }
  });

  test("writes nowhere but to a small folder that goes away with it", async () => {
    for (const path of [join(home, "child.mjs"), "/usr/mine"]) {
      expect(await outcomeOf(wrapped, { escape: "write", path })).toEqual({ refused: "EROFS" });
    }
    expect(await outcomeOf(wrapped, { escape: "fill" })).toEqual({ refused: "ENOSPC" });
    expect(await outcomeOf(wrapped, { escape: "exists", path: "/tmp/full" })).toBe(false);
  });

  test("reaches no network, not even this machine", async () => {
    const here = { escape: "network", host: "127.0.0.1", port };
    expect(await outcomeOf(plain, here)).toEqual({ done: "connected" });
    expect(await outcomeOf(wrapped, here)).toEqual({ refused: "ECONNREFUSED" });
    for (const [host, code] of [
      ["169.254.169.254", "ENETUNREACH"],
      ["192.0.2.1", "ENETUNREACH"],
      ["example.invalid", "EAI_AGAIN"],
    ] as const) {
      const outcome = await outcomeOf(wrapped, { escape: "network", host, port: 80 });
      expect(outcome).toEqual({ refused: code });
    }
  });

  test("has no privilege and can make itself none", async () => {
    expect(await outcomeOf(wrapped, { escape: "privileges" })).toEqual([
      "Uid: 65534",
      "CapEff: 0000000000000000",
      "CapBnd: 0000000000000000",
      "NoNewPrivs: 1",
    ]);
    expect(await outcomeOf(wrapped, { escape: "namespace" })).not.toBe(0);
  });

  test("is killed with its wrapping when it overstays, and the next call has a new one", async () => {
    const hurried = { ...TOOL, limits: { memory_mb: 16, deadline_ms: 10 } };
    const session = await wrapped.open({ tool: hurried });
    const call = (escape: string) =>
      session.call({ tool: "tool", input: { escape }, parameters: {}, seed: "s" });
    expect(await call("stay")).toMatchObject({ kind: "failed", why: "deadline" });
    await until(() => runningBelow(home) === 0);
    expect(await call("none")).toMatchObject({ kind: "answered", output: null });
    expect(runningBelow(home)).toBeGreaterThan(0);
    await session.close();
  });
});

describe("a child that broke out of the engine, where nothing wraps it", () => {
  test.each<[string, Escape]>([
    ["read what is not its own", { escape: "read", path: "/etc/passwd" }],
    ["read its environment", { escape: "read", path: "/proc/1/environ" }],
    ["list folders", { escape: "list", path: "/" }],
    ["write", { escape: "write", path: join(tmpdir(), "omega-mine") }],
    ["link", { escape: "link", path: join(tmpdir(), "omega-link") }],
    ["start a process", { escape: "spawn" }],
  ])("cannot %s all the same", async (_what, escape) => {
    const home = await mkdtemp(join(tmpdir(), "omega-belt-"));
    const child = join(home, "child.mjs");
    await writeFile(child, ESCAPER);
    const belted = await openSandbox({ bubblewrap: "off", child });
    expect(await outcomeOf(belted, escape)).toEqual({ refused: "ERR_ACCESS_DENIED" });
    await rm(home, { recursive: true });
  });
});

/** How many processes of this machine have a file of the folder on their command line. */
function runningBelow(folder: string): number {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder);
      } catch {
        return false;
      }
    }).length;
}
