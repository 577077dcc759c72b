import { getuid } from "node:process";
import { COMMAND_ISOLATION } from "../../core/ir/isolation.ts";
import type { AgentProgram, AgentSandbox, AgentSession } from "../../ports/sandbox.ts";
import { layOut } from "./agent-files.ts";
import { agentLaunch, type AgentWalls, programPath } from "./agent-launch.ts";
import { openAgentSession } from "./agent-session.ts";

/** Nobody, as far as the kernel is concerned. */
const NOBODY = { uid: 65_534, gid: 65_534 } as const;

const PROBE: AgentProgram = {
  command: ["node", "probe.mjs"],
  folder: "probe",
  files: new Map([
    [
      "probe/probe.mjs",
      new TextEncoder().encode(
        "process.stdin.once('data', () => process.stdout.write('{\"output\":\"heard\"}\\n'));\n",
      ),
    ],
  ]),
  bundle: "{}",
  limits: { memoryMb: 512, processes: 8, startMs: 10_000, deadlineMs: 5_000, totalMs: 60_000 },
};

/**
 * Tries whether a program gets behind the walls here, first as nobody where the app is root. Where
 * none does, there is no way to start one: not with less.
 */
export async function probeAgents(hidden: readonly string[]): Promise<AgentSandbox | undefined> {
  for (const walls of wallsToTry(hidden)) {
    const session = await openBehind(walls, PROBE);
    const answer = await session.ask({ input: 1, seed: "probe" });
    await session.close();
    if (answer.kind === "answered") {
      return {
        isolation: COMMAND_ISOLATION,
        finds: (program) => programPath(program) !== undefined,
        open: (program) => openBehind(walls, program),
      };
    }
  }
  return undefined;
}

function wallsToTry(hidden: readonly string[]): readonly AgentWalls[] {
  return getuid?.() === 0 ? [{ hidden, identity: NOBODY }, { hidden }] : [{ hidden }];
}

async function openBehind(walls: AgentWalls, program: AgentProgram): Promise<AgentSession> {
  const laidOut = await layOut(program);
  const session = openAgentSession(agentLaunch(program, laidOut.place, walls), program.limits);
  return {
    ask: (question) => session.ask(question),
    close: async () => {
      await session.close();
      await laidOut.remove();
    },
  };
}
