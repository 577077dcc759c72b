import type { Sandbox, SandboxSession, ToolProgram } from "../../../src/ports/sandbox.ts";
import { BOMB_LIMITS } from "../../support/sandbox/bombs.ts";
import { percentile } from "../measure.ts";

const COLD_ROUNDS = 25;
const WARM_ROUNDS = 300;

type Spread = { readonly p95: number; readonly text: string };

export type Starts = { readonly cold: Spread; readonly loading: Spread; readonly warm: Spread };

const TOOLS: Readonly<Record<string, ToolProgram>> = Object.fromEntries(
  Array.from({ length: COLD_ROUNDS + 1 }, (_, at) => [
    `tool-${at}`,
    { source: "export function run(input) { return input; }", files: {}, limits: BOMB_LIMITS },
  ]),
);

/** From nothing to an answer, in milliseconds: with a new child, a new tool, and a new machine. */
export async function measureStarts(sandbox: Sandbox): Promise<Starts> {
  const cold: number[] = [];
  for (let round = 0; round < COLD_ROUNDS; round += 1) {
    const begun = performance.now();
    const session = await sandbox.open(TOOLS);
    await answerOf(session, 0);
    cold.push(performance.now() - begun);
    await session.close();
  }
  const session = await sandbox.open(TOOLS);
  await answerOf(session, 0);
  const loading = await timed(COLD_ROUNDS, (round) => answerOf(session, round + 1));
  const warm = await timed(WARM_ROUNDS, () => answerOf(session, 0));
  await session.close();
  return { cold: spreadOf(cold), loading: spreadOf(loading), warm: spreadOf(warm) };
}

async function timed(
  rounds: number,
  once: (round: number) => Promise<void>,
): Promise<readonly number[]> {
  const durations: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await once(round);
    durations.push(performance.now() - begun);
  }
  return durations;
}

/** A figure of a child that answers nothing would look splendid. */
async function answerOf(session: SandboxSession, number: number): Promise<void> {
  const call = { tool: `tool-${number}`, input: number, parameters: {}, seed: "s" };
  const result = await session.call(call);
  if (result.kind !== "answered") throw new Error(`a tool did not answer: ${result.why}`);
}

function spreadOf(durations: readonly number[]): Spread {
  const sorted = durations.toSorted((left, right) => left - right);
  const p95 = percentile(sorted, 0.95);
  return { p95, text: `p50 ${percentile(sorted, 0.5).toFixed(1)}, p95 ${p95.toFixed(1)} ms` };
}
