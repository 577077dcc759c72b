import { openEachLevel } from "../../support/sandbox/each-level.ts";
import type { Sandbox } from "../../../src/ports/sandbox.ts";
import type { Bar } from "../bars.ts";
import { type Blast, setOff } from "./blasts.ts";
import { measureStarts } from "./starts.ts";

const MOST_WARM_MS = 10;
const MOST_GROWN_MB = 64;
const MOST_OVER_MS = 150;

/** How fast a machine is there, and what the worst guests cost whoever runs them. */
export async function benchSandbox(): Promise<readonly Bar[]> {
  const bars: Bar[] = [];
  for (const sandbox of await openEachLevel()) {
    bars.push(await barOfStarts(sandbox), ...barsOfBlasts(sandbox, await setOff(sandbox)));
  }
  return bars;
}

async function barOfStarts(sandbox: Sandbox): Promise<Bar> {
  const { cold, loading, warm } = await measureStarts(sandbox);
  console.log(`\n${sandbox.isolation}`);
  console.log(`  a new child and its first answer   ${cold.text}`);
  console.log(`  a tool's first answer in a child   ${loading.text}`);
  console.log(`  a new machine for another call     ${warm.text}`);
  return {
    what: `${sandbox.isolation}: a new machine in a running child, p95 ≤ ${MOST_WARM_MS} ms`,
    found: warm.text,
    held: warm.p95 <= MOST_WARM_MS,
  };
}

function barsOfBlasts({ isolation }: Sandbox, blasts: readonly Blast[]): readonly Bar[] {
  for (const { name, ended, grownMb, hostMb, wallMs, workMs } of blasts) {
    console.log(
      `  ${name.padEnd(30)} ${ended.padEnd(10)} child +${grownMb.toFixed(0)} MB, host +${hostMb.toFixed(0)} MB, ${wallMs.toFixed(0)} ms, ${workMs.toFixed(0)} of processor time`,
    );
  }
  const grown = worst(blasts, ({ grownMb, hostMb }) => grownMb + Math.max(0, hostMb));
  const over = worst(blasts, ({ overMs }) => overMs);
  const wall = worst(blasts, ({ overWallMs }) => overWallMs);
  const answered = blasts.filter(({ ended }) => ended === "answered");
  return [
    {
      what: `${isolation}: none of ${blasts.length} bombs is answered`,
      found: answered.map(({ name }) => name).join(", ") || "none",
      held: answered.length === 0 && blasts.length > 0,
    },
    {
      what: `${isolation}: child and host grow by < ${MOST_GROWN_MB} MB`,
      found: `${grown.figure.toFixed(0)} MB under ${grown.name}`,
      held: grown.figure < MOST_GROWN_MB,
    },
    {
      what: `${isolation}: the deadline is overrun by < ${MOST_OVER_MS} ms of the guest's time`,
      found: `${over.figure.toFixed(0)} ms under ${over.name}; of wall time ${wall.figure.toFixed(0)} ms under ${wall.name}`,
      held: over.figure < MOST_OVER_MS,
    },
  ];
}

function worst(
  blasts: readonly Blast[],
  of: (blast: Blast) => number,
): { readonly figure: number; readonly name: string } {
  return blasts.reduce(
    (most, blast) => (of(blast) > most.figure ? { figure: of(blast), name: blast.name } : most),
    { figure: Number.NEGATIVE_INFINITY, name: "nothing" },
  );
}
