import { createServer, type Server } from "node:http";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agentLaunch } from "../../../src/adapters/sandbox/agent-launch.ts";
import { openSandbox } from "../../../src/adapters/sandbox/sandbox.ts";
import type { AgentAnswer, AgentProgram, AgentSession } from "../../../src/ports/sandbox.ts";
import { AGENT_LIMITS, agentOf, openAgents, programOf } from "../../support/sandbox/agents.ts";
import { until } from "../../support/until.ts";

const agents = await openAgents();

function open(program: AgentProgram): Promise<AgentSession> {
  if (agents === undefined) throw new Error("nothing is run here");
  return agents.open(program);
}

async function answersOf(
  program: AgentProgram,
  ...inputs: readonly (number | string)[]
): Promise<readonly AgentAnswer[]> {
  const session = await open(program);
  const answers: AgentAnswer[] = [];
  for (const input of inputs) answers.push(await session.ask({ input, seed: "s" }));
  await session.close();
  return answers;
}

async function outputOf(program: AgentProgram, input: number | string = 0): Promise<unknown> {
  const [answer] = await answersOf(program, input);
  return answer?.kind === "answered" ? answer.output : answer;
}

describe("where no program gets behind walls", () => {
  test("there is no way to start one", async () => {
    const sandbox = await openSandbox({ bubblewrap: "off" });
    expect(await sandbox.agents?.()).toBeUndefined();
  });
});

describe.runIf(agents !== undefined)("a command behind walls", () => {
  test("answers each line with one, is told the seed, and stays for the next", async () => {
    const counting = agentOf("globalThis.n = (globalThis.n ?? 0) + 1; return [input, seed, n];");
    expect(await answersOf(counting, "a", "b")).toMatchObject([
      { kind: "answered", output: ["a", "s", 1] },
      { kind: "answered", output: ["b", "s", 2] },
    ]);
  });

  test("sees its version's files as the repository has them, the bundle, and nothing of ours", async () => {
    const files = new Map([
      ...agentOf(
        "return [fs.readFileSync('../../.mcp.json', 'utf8'), fs.readFileSync('/agent/artifact.json', 'utf8'), fs.readdirSync('/agent/files'), fs.readdirSync('/agent'), process.cwd()];",
      ).files,
      [".mcp.json", new TextEncoder().encode("{}")] as const,
    ]);
    expect(await outputOf({ ...agentOf(""), files, bundle: '{"v":1}' })).toEqual([
      "{}",
      '{"v":1}',
      [".mcp.json", "agents"],
      ["artifact.json", "files"],
      "/agent/files/agents/desk",
    ]);
  });

  test("takes its files away when it is over", async () => {
    const places = () => readdirSync(tmpdir()).filter((name) => name.startsWith("omega-agent-"));
    const before = places();
    const session = await open(agentOf("return 1;"));
    expect(places().length).toBeGreaterThan(before.length);
    await session.close();
    await until(() => places().every((name) => before.includes(name)));
  });

  test("refuses a file that would lie outside of its system", async () => {
    const files = new Map([["../../outside", new Uint8Array()]]);
    await expect(open({ ...agentOf(""), files })).rejects.toThrow("outside its system");
  });

  test("knows which programs it can show", () => {
    expect(agents?.finds("node")).toBe(true);
    expect(agents?.finds("sh")).toBe(true);
    expect(agents?.finds("/bin/sh")).toBe(true);
    expect(agents?.finds("no-such-program")).toBe(false);
    expect(agents?.finds("/etc/passwd")).toBe(false);
    expect(agents?.finds(`${homedir()}/program`)).toBe(false);
  });

  test.each<[string, AgentProgram, readonly string[]]>([
    ["answers no JSON", agentOf("say('hello\\n');"), ["bad-output", "out-of-turn"]],
    ["answers something else", agentOf("say('{\"result\":1}\\n');"), ["bad-output", "out-of-turn"]],
    [
      "adds a verdict of its own",
      programOf(onLine('{"output":{},"passed":true}\\n')),
      ["bad-output"],
    ],
    ["answers under another number", programOf(onLine('{"output":{},"id":7}\\n')), ["out-of-turn"]],
    ["answers twice", programOf(onLine('{"output":1}\\n{"output":2}\\n')), ["out-of-turn"]],
    ["begins another line", programOf(onLine('{"output":1}\\n{"out')), ["out-of-turn"]],
    ["answers at great length", agentOf("return 'x'.repeat(70_000);"), ["bad-output"]],
    [
      "nests its answer deeply",
      agentOf("let all = 1; for (let n = 0; n < 60; n += 1) all = [all]; return all;"),
      ["bad-output"],
    ],
    [
      "floods without end",
      programOf("const go = () => process.stdout.write('x'.repeat(65536), go); go();"),
      ["bad-output"],
    ],
    [
      "floods with lines",
      programOf("const go = () => process.stdout.write('1\\n'.repeat(65536), go); go();"),
      ["bad-output", "out-of-turn"],
    ],
    ["ends", programOf("process.exit(0);"), ["exited"]],
    ["is no program", programOf("this is no program"), ["exited"]],
    [
      "kills itself",
      agentOf("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});"),
      ["exited"],
    ],
    ["loops", agentOf("for (;;) {}"), ["deadline"]],
    ["is silent", agentOf("await new Promise((go) => setTimeout(go, 1e9));"), ["deadline"]],
    ["allocates", agentOf("const all = []; for (;;) all.push(Buffer.alloc(8e6, 1));"), ["memory"]],
    [
      "has others allocate",
      agentOf(
        "for (let n = 0; n < 3; n += 1) spawn('/bin/sh', ['-c', 'x=x; while :; do x=$x$x; done']); await new Promise(() => {});",
      ),
      ["memory", "deadline"],
    ],
    [
      "starts processes without end",
      agentOf("for (;;) spawn('/bin/sleep', ['100']);"),
      ["processes", "memory"],
    ],
    [
      "is a fork bomb",
      agentOf("spawn('/bin/sh', ['-c', 'f() { f | f & }; f']); await new Promise(() => {});"),
      ["processes", "memory"],
    ],
    [
      "is a fork bomb that hides",
      agentOf(
        "spawn('/bin/sh', ['-c', 'f() { (setsid sleep 100 &); (setsid sleep 100 &); f; }; f'], { detached: true }).unref(); await new Promise(() => {});",
      ),
      ["processes", "memory"],
    ],
  ])("that %s has failed, and the next question gets a fresh one", async (_what, program, ends) => {
    const isPatient = ends.includes("deadline");
    const [first, second] = await answersOf(program, ...(isPatient ? [1] : [1, 2]));
    expect(first).toMatchObject({ kind: "failed", why: expect.toBeOneOf([...ends]) });
    if (!isPatient) expect(second).toMatchObject({ kind: "failed" });
    await until(() => !isAnyLeft());
  });

  test("is not heard with a line that comes after its answer, and pays for it", async () => {
    const late = agentOf(
      "setTimeout(() => say(JSON.stringify({ id: input, output: 'late' }) + '\\n'), 20); return input;",
    );
    const session = await open(late);
    const answers: AgentAnswer[] = [];
    for (let n = 1; n <= 6; n += 1) {
      answers.push(await session.ask({ input: n, seed: "s" }));
      await new Promise((resolve) => {
        setTimeout(resolve, 200);
      });
    }
    await session.close();
    expect(answers[0]).toMatchObject({ kind: "answered", output: 1 });
    expect(answers).toContainEqual({ kind: "failed", why: "out-of-turn" });
    expect(JSON.stringify(answers)).not.toContain("late");
  });

  test("is asked nothing more once its time for all answers is spent", async () => {
    const limits = { ...AGENT_LIMITS, totalMs: 1 };
    const [first, second] = await answersOf(agentOf("return 1;", { limits }), 1, 2);
    expect(first).toMatchObject({ kind: "answered" });
    expect(second).toEqual({ kind: "over-time" });
  });

  test("is refused an input that is larger than a call may be, without being asked", async () => {
    const [answer] = await answersOf(agentOf("return 1;"), "x".repeat(300_000));
    expect(answer).toEqual({ kind: "failed", why: "bad-input" });
  });
});

function onLine(text: string): string {
  return `process.stdin.once("data", () => process.stdout.write(${JSON.stringify(text).replaceAll("\\\\n", "\\n")})); setInterval(() => {}, 1e6);`;
}

/** Whether a process is left that has the folder of a command for its own. */
function isAnyLeft(): boolean {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => existsSync(`/proc/${pid}/cwd/../../../artifact.json`));
}

describe.runIf(agents !== undefined)("a command that looks for a way out", () => {
  let outside: string;
  let server: Server;
  let port: number;

  beforeAll(async () => {
    outside = await mkdtemp(join(tmpdir(), "omega-outside-"));
    await writeFile(join(outside, "secret"), "secret");
    server = createServer((_request, response) => response.end("reached"));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
  });

  afterAll(async () => {
    server.close();
    await rm(outside, { recursive: true });
  });

  test("finds no environment, neither its own nor that of the process that started it", async () => {
    const program = agentOf(
      "return [Object.keys(process.env), fs.readFileSync('/proc/1/environ', 'utf8')];",
    );
    expect(await outputOf(program)).toEqual([["PWD"], ""]);
  });

  test("is nobody, with no rights and no way to more", async () => {
    const program = agentOf(
      "return [...fs.readFileSync('/proc/self/status', 'utf8').matchAll(/^(Uid|CapEff|CapBnd|NoNewPrivs):\\t(\\w+)/gm)].map(([, name, value]) => `${name} ${value}`).concat(String(spawnSync('/usr/bin/unshare', ['-U', 'true']).status === 0));",
    );
    expect(await outputOf(program)).toEqual([
      "Uid 65534",
      "CapEff 0000000000000000",
      "CapBnd 0000000000000000",
      "NoNewPrivs 1",
      "false",
    ]);
  });

  test("finds no file that is not of the runtime or its own", async () => {
    const read = agentOf("return attempt(() => fs.readFileSync(input, 'utf8').length);");
    expect(existsSync(join(outside, "secret"))).toBe(true);
    expect(await outputOf(read, join(outside, "secret"))).toEqual({ refused: "ENOENT" });
    const exists = agentOf(
      "return ['/etc/passwd', '/var', '/home', '/root', '/run', '/sys', input].filter((path) => fs.existsSync(path));",
    );
    expect(await outputOf(exists, process.cwd())).toEqual([]);
  });

  test("reaches nobody over the network", async () => {
    const program = agentOf(
      "return new Promise((resolve) => { const socket = net.connect({ host: '127.0.0.1', port: input, timeout: 1000 }); socket.on('connect', () => resolve('reached')); socket.on('timeout', () => resolve('timeout')); socket.on('error', (error) => resolve(error.code)); });",
    );
    expect(await outputOf(program, port)).toBe("ECONNREFUSED");
  });

  test("sees and signals no process but its own", async () => {
    const program = agentOf(
      "return [fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length < 5, attempt(() => process.kill(input, 0))];",
    );
    expect(await outputOf(program, process.pid)).toEqual([true, { refused: "ESRCH" }]);
  });

  test("writes nowhere but in a small folder of its own, which it loses", async () => {
    const program = agentOf(
      "return ['/agent/files/agents/desk/agent.mjs', '/agent/x', '/x', '/dev/x', '/dev/shm/x', '/usr/x', '/tmp/x'].map((path) => Object.values(attempt(() => fs.writeFileSync(path, 'x')))[0]);",
    );
    const refused = expect.toBeOneOf(["EROFS", "EACCES"]);
    expect(await outputOf(program)).toEqual([...Array.from({ length: 6 }, () => refused), null]);
    const again = agentOf("return fs.readdirSync('/tmp');");
    expect(await outputOf(again)).not.toContain("x");
  });

  test("fills no disk and no memory with files", async () => {
    const program = agentOf(
      "let bytes = 0; for (let n = 0; n < 8; n += 1) { try { const file = fs.openSync(`/tmp/${n}`, 'w'); for (;;) bytes += fs.writeSync(file, Buffer.alloc(65536)); } catch {} } return bytes <= 16 * 2 ** 20;",
      { limits: { ...AGENT_LIMITS, deadlineMs: 5_000 } },
    );
    expect(await outputOf(program)).toBe(true);
  });

  test("finds what the app keeps in a runtime's folder empty", () => {
    const { args } = agentLaunch({ command: ["node"], folder: "" }, "/place", {
      hidden: ["/usr/local/share/omega", "/srv/sealed"],
    });
    const at = args.indexOf("/usr/local/share/omega");
    expect(args.slice(at - 3, at + 1)).toEqual(["--size", "4096", "--tmpfs", args[at]]);
    expect(at).toBeGreaterThan(args.lastIndexOf("/usr"));
    expect(args).not.toContain("/srv/sealed");
  });
});
