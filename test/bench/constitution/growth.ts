import { checkConstitution } from "../../../src/core/constitution/check-constitution.ts";
import { validate } from "../../../src/core/validation/validate.ts";
import type { Snapshot } from "../../../src/core/ir/snapshot.ts";
import { aSnapshot } from "../../support/builders.ts";
import type { Bar } from "../bars.ts";
import { measure, percentile } from "../measure.ts";
import { CHANGES } from "./changes.ts";
import { manyModules } from "./many-modules.ts";
import { changeOf, sharing } from "./question.ts";

/** Modules, and how often the whole way is gone for each size. */
const SIZES = [
  [50, 200],
  [500, 40],
  [5_000, 8],
] as const;

const MOST_MILLISECONDS = 10;

/** Between the sizes, time may grow with modules to this power: one is linear, two would be pairwise. */
const MOST_EXPONENT = 1.15;

type Row = { readonly modules: number; readonly p50: number; readonly p95: number };

/** Strict parse of both sides, normalise, diff, constitution and static validation. */
export function benchGrowth(): readonly Bar[] {
  const rows = SIZES.map(([modules, rounds]) => rowOf(modules, rounds));
  const [small] = rows;
  const exponents = rows.slice(1).map((row, at) => exponentOf(rows[at] ?? row, row));
  rows.forEach(({ modules, p50, p95 }, at) => {
    const growth = at === 0 ? "" : `, modules to the power of ${exponents[at - 1]?.toFixed(2)}`;
    console.log(
      `  ${modules} modules, the whole way: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms${growth}`,
    );
  });
  const p95 = small?.p95 ?? Number.NaN;
  const steepest = Math.max(...exponents);
  return [
    {
      what: "parse to validation, 50 modules, p95 ≤ 10 ms",
      found: `${p95.toFixed(2)} ms`,
      held: p95 <= MOST_MILLISECONDS,
    },
    {
      what: `growth to 5,000 modules, exponent ≤ ${MOST_EXPONENT}`,
      found: steepest.toFixed(2),
      held: steepest <= MOST_EXPONENT,
    },
  ];
}

function rowOf(modules: number, rounds: number): Row {
  const files = manyModules(modules);
  const base = unmeasured(aSnapshot(files));
  const heads = CHANGES.slice(0, 8).map(({ edit }) =>
    unmeasured(sharing(base, aSnapshot(edit(files)))),
  );
  const headOf = (round: number): Snapshot => heads[round % heads.length] ?? base;
  const sample = measure(rounds, headOf, (head) => {
    const change = changeOf(base, head);
    return [checkConstitution(change, { drift: 0 }), validate(change)];
  });
  return { modules, p50: percentile(sample, 0.5) / 1000, p95: percentile(sample, 0.95) / 1000 };
}

/** Systems of thousands of modules are beyond the reader's own limits; growth is shown all the same. */
function unmeasured(snapshot: Snapshot): Snapshot {
  const entries = [...snapshot.tree].map(([path, entry]) => [path, { ...entry, size: 1 }] as const);
  return { ...snapshot, tree: new Map(entries) };
}

function exponentOf(from: Row, to: Row): number {
  return Math.log(to.p50 / from.p50) / Math.log(to.modules / from.modules);
}
