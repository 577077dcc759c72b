import { readFileSync } from "node:fs";
import { type ProcessUsage, usageOf } from "../../../src/adapters/sandbox/process-usage.ts";
import type { Sandbox, ToolResult } from "../../../src/ports/sandbox.ts";
import { type Bomb, BOMB_LIMITS, BOMBS } from "../../support/sandbox/bombs.ts";

/** What one bomb cost. */
export type Blast = {
  readonly name: string;
  readonly ended: string;
  readonly grownMb: number;
  readonly hostMb: number;
  readonly wallMs: number;
  /** Of all its threads: the runtime's compilers are among them. */
  readonly workMs: number;
  /** Beyond the deadline: by the clock that the deadline goes by, and by the one on the wall. */
  readonly overMs: number;
  readonly overWallMs: number;
};

const SAMPLE_MS = 4;

/** Dead machines of earlier calls could add up; so each goes off more than once in one child. */
const TIMES = 2;

export async function setOff(sandbox: Sandbox): Promise<readonly Blast[]> {
  const blasts: Blast[] = [];
  for (const bomb of BOMBS) blasts.push(await setOffOne(sandbox, bomb));
  return blasts;
}

async function setOffOne(sandbox: Sandbox, { name, body }: Bomb): Promise<Blast> {
  const source = `export function run(input) {\nif (input === 0) return 0;\n${body}\n}\n`;
  const session = await sandbox.open({ bomb: { source, files: {}, limits: BOMB_LIMITS } });
  const call = (input: number): Promise<ToolResult> =>
    session.call({ tool: "bomb", input, parameters: {}, seed: "seed" });
  let most: Blast | undefined;
  for (let time = 0; time < TIMES; time += 1) {
    // Whoever was killed is replaced here, outside of what is timed.
    await call(0);
    const blast = await watch(name, () => call(1));
    most = most === undefined ? blast : worse(most, blast);
  }
  await session.close();
  if (most === undefined) throw new Error("no bomb went off");
  return most;
}

function worse(one: Blast, other: Blast): Blast {
  const isAnswered = other.ended === "answered";
  return {
    name: one.name,
    ended: isAnswered ? other.ended : one.ended,
    grownMb: Math.max(one.grownMb, other.grownMb),
    hostMb: Math.max(one.hostMb, other.hostMb),
    wallMs: Math.max(one.wallMs, other.wallMs),
    workMs: Math.max(one.workMs, other.workMs),
    overMs: Math.max(one.overMs, other.overMs),
    overWallMs: Math.max(one.overWallMs, other.overWallMs),
  };
}

async function watch(name: string, blast: () => Promise<ToolResult>): Promise<Blast> {
  const before = usageOfChildren();
  const host = process.memoryUsage.rss();
  let [workMs, ownMs, bytes, hostBytes] = [0, 0, before.residentBytes, host];
  const sample = (): void => {
    const now = usageOfChildren();
    workMs = Math.max(workMs, now.milliseconds - before.milliseconds);
    ownMs = Math.max(ownMs, now.firstThreads - before.firstThreads);
    bytes = Math.max(bytes, now.residentBytes);
    hostBytes = Math.max(hostBytes, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, SAMPLE_MS);
  const begun = performance.now();
  const result = await blast();
  const wallMs = performance.now() - begun;
  sample();
  clearInterval(timer);
  const over = (spent: number): number => Math.max(0, spent - BOMB_LIMITS.deadline_ms);
  return {
    name,
    ended: result.kind === "failed" ? result.why : result.kind,
    grownMb: (bytes - before.residentBytes) / 2 ** 20,
    hostMb: (hostBytes - host) / 2 ** 20,
    wallMs,
    workMs,
    overMs: over(Math.min(wallMs, ownMs + SAMPLE_MS)),
    overWallMs: over(wallMs),
  };
}

/** A child and its wrapping, with room for what it should not start. */
const MOST_BELOW = 16;

function usageOfChildren(): Pick<ProcessUsage, "milliseconds" | "firstThreads" | "residentBytes"> {
  const { pid } = process;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  const used = children
    .split(" ")
    .filter(Boolean)
    .map((child) => usageOf(Number(child), MOST_BELOW));
  return {
    milliseconds: used.reduce((sum, one) => sum + (one?.milliseconds ?? 0), 0),
    firstThreads: used.reduce((sum, one) => sum + (one?.firstThreads ?? 0), 0),
    residentBytes: used.reduce((sum, one) => sum + (one?.residentBytes ?? 0), 0),
  };
}
