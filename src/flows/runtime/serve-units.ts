import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { accepted, type Result } from "../../core/kernel/result.ts";
import type { Ports } from "../../ports/ports.ts";
import type { RuntimeToken } from "../../ports/store/tokens.ts";
import { findRuntime } from "./authorise-runtime.ts";
import { type Choices, chooseVariants } from "./choose-variants.ts";

/** A unit, and the system that it is asked for by name; the token's own where none is named. */
export type AskedUnit = { readonly system?: string; readonly unit?: string };

/** Whose runtime asks, and what its units are given. */
export type Served = { readonly token: RuntimeToken; readonly choices: Choices };

/**
 * Which version the units of whoever presents a token run; a unit of another system has none, nor
 * has any before the system's first version. The token is read in the transaction that answers: one
 * of its own would be as fresh, and cost as much again.
 */
export async function serveUnits(
  { store, clock }: Pick<Ports, "store" | "clock">,
  presented: string,
  asked: readonly AskedUnit[],
): Promise<Result<Served, ReasonCode>> {
  return store.transact(async (tx) => {
    const found = await findRuntime(tx, presented, "evaluate");
    if (!found.ok) return found;
    const token = found.value;
    const own = asked.flatMap(({ system = token.system, unit }) =>
      unit === undefined || system !== token.system ? [] : [unit],
    );
    const units = [...new Set(own)];
    if (units.length === 0) return accepted({ token, choices: new Map() });
    const choices = await chooseVariants(tx, clock, { place: token, units });
    return accepted({ token, choices: choices.ok ? choices.value : new Map() });
  });
}
