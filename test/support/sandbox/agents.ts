import { openSandbox } from "../../../src/adapters/sandbox/sandbox.ts";
import type { AgentProgram, AgentSandbox } from "../../../src/ports/sandbox.ts";

/** Small enough that a bomb is over soon; a machine that is busy decides how soon. */
export const AGENT_LIMITS: AgentProgram["limits"] = {
  memoryMb: 160,
  processes: 6,
  startMs: 1_000,
  deadlineMs: 200,
  totalMs: 300_000,
};

/** Where no program gets behind walls there is nothing to test, but that none is started. */
export async function openAgents(
  hidden: readonly string[] = [],
): Promise<AgentSandbox | undefined> {
  const agents = await (await openSandbox({ bubblewrap: "probe", hidden })).agents?.();
  if (agents === undefined) console.warn("bubblewrap does not work here: no command is run");
  return agents;
}

/** A program that answers every line with what the body returns for its `input`. */
export function agentOf(body: string, parts: Partial<AgentProgram> = {}): AgentProgram {
  return programOf(
    `import fs from "node:fs";
import net from "node:net";
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
const attempt = (act) => { try { return { done: act() ?? null }; } catch (error) { return { refused: error.code ?? "threw" }; } };
const answer = async (input, seed, say) => {
${body}
};
for await (const line of createInterface({ input: process.stdin })) {
  const { id, input, seed } = JSON.parse(line);
  const say = (text) => process.stdout.write(text);
  const output = (await answer(input, seed, say)) ?? null;
  say(JSON.stringify({ id, output }) + "\\n");
}
`,
    parts,
  );
}

export function programOf(source: string, parts: Partial<AgentProgram> = {}): AgentProgram {
  return {
    command: ["node", "agent.mjs"],
    folder: "agents/desk",
    files: new Map([["agents/desk/agent.mjs", new TextEncoder().encode(source)]]),
    bundle: "{}",
    limits: AGENT_LIMITS,
    ...parts,
  };
}
