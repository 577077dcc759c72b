import { systemSchema, type System } from "../../src/core/ir/system.ts";
import type { ProposedChange } from "../../src/core/ir/proposed-change.ts";
import type { Json } from "../../src/core/kernel/json.ts";
import { segmentsOf } from "../../src/core/kernel/pointer.ts";
import { aChange, aCharter, aSystem, type ChangeParts, SYSTEM_FILES } from "./builders.ts";

/** Values by pointer; `undefined` removes what stands there. */
export type Edits = Readonly<Record<string, Json | undefined>>;

/** A charter under which every pointer has a tier below T3, so that only the other rules speak. */
export const OPEN_CHARTER = aCharter({
  rules: {
    tiers: [{ match: "/**", tier: "T1", widen_to: "T2" }],
    budget: {
      window: "P1D",
      proposals: 6,
      accepted: 3,
      drift: 1000,
      reserve: { people: 2, rollback: 1 },
      spend: { usd: 2, sealed_pairs: 1000 },
    },
  },
});

export function systemWith(edits: Edits, system: System = aSystem()): System {
  const copy = structuredClone(system) as unknown as Record<string, Json>;
  for (const [pointer, value] of Object.entries(edits)) {
    const names = segmentsOf(pointer);
    let parent = copy as Record<string, unknown>;
    for (const name of names.slice(0, -1)) parent = parent[name] as Record<string, unknown>;
    const last = names.at(-1) ?? "";
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return systemSchema.parse(copy);
}

/** The builders' system with some values changed; `silentTiers` leaves C5 nothing to say of tiers. */
export function edited(
  edits: Edits,
  { silentTiers = false, ...parts }: ChangeParts & { readonly silentTiers?: boolean } = {},
): ProposedChange {
  return aChange({
    ...(silentTiers ? { charter: OPEN_CHARTER } : {}),
    ...parts,
    after: systemWith(edits, parts.before),
  });
}

/** The builders' system with one file saying something else. */
export function withFile(file: string, text: string, parts: ChangeParts = {}): ProposedChange {
  return aChange({
    charter: aCharter({ rules: { budget: { ...budget(), drift: 100 } } }),
    ...parts,
    afterFiles: { ...SYSTEM_FILES, ...parts.beforeFiles, [file]: text },
  });
}

function budget() {
  const rules = aCharter().systems["greeter"];
  if (rules === undefined) throw new Error("the builder's charter has lost its system");
  return rules.budget;
}
