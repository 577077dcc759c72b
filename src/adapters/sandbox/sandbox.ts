import type { AgentSandbox, Sandbox, ToolProgram } from "../../ports/sandbox.ts";
import { probeAgents } from "./agent-sandbox.ts";
import { childPath, type LaunchPlan, plainLaunch, wrappedLaunch } from "./launch-plan.ts";
import { openSession } from "./session.ts";

export type SandboxOptions = {
  /** `probe` wraps children in bubblewrap where that works on this machine; `off` never does. */
  readonly bubblewrap: "probe" | "off";
  /** The built child; for tests of how the sandbox copes with another one. */
  readonly child?: string;
  /** Folders that no program may read, should they lie in what is shown of the machine. */
  readonly hidden?: readonly string[];
};

const PROBE: ToolProgram = {
  source: "export function run(input) { return { heard: input }; }",
  files: {},
  limits: { memory_mb: 16, deadline_ms: 1_000 },
};

/** Opens the sandbox with the strongest isolation that a real call shows to work here. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const child = options.child ?? childPath();
  const wrapped = options.bubblewrap === "probe" ? wrappedLaunch(child) : undefined;
  const agents = agentsOf(options);
  if (wrapped !== undefined && (await works(wrapped))) {
    return { ...sandboxOf(wrapped, "wasm+process+bubblewrap"), agents };
  }
  return { ...sandboxOf(plainLaunch(child), "wasm+process"), agents };
}

/** Tried when the first program is to be run, which most installations never do. */
function agentsOf({ bubblewrap, hidden = [] }: SandboxOptions): NonNullable<Sandbox["agents"]> {
  let probed: Promise<AgentSandbox | undefined> | undefined;
  return () => (probed ??= bubblewrap === "off" ? Promise.resolve(undefined) : probeAgents(hidden));
}

function sandboxOf(plan: LaunchPlan, isolation: Sandbox["isolation"]): Sandbox {
  return { isolation, open: (tools, broker) => Promise.resolve(openSession(plan, tools, broker)) };
}

async function works(plan: LaunchPlan): Promise<boolean> {
  const session = openSession(plan, { probe: PROBE });
  const result = await session.call({ tool: "probe", input: 1, parameters: {}, seed: "probe" });
  await session.close();
  return result.kind === "answered";
}
