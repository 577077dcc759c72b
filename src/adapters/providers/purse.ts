import type { ModelAccount, ModelBudget, ModelUsage } from "../../ports/models.ts";
import type { ModelPrice } from "./access.ts";

/** Tokens that a try holds until it is known what it took. */
type Hold = {
  /** `nothing`: the server turned the question away before a model saw it. */
  settle(usage: ModelUsage | "nothing" | "all"): Promise<void>;
};

export type Purse = {
  /** Nothing when the most that the try can take is more than what is left. */
  hold(most: ModelUsage, price: ModelPrice): Promise<Hold | undefined>;
  spent(): ModelBudget;
};

const ONE_MILLION = 1_000_000;

const NOTHING: ModelBudget = { calls: 0, tokens: 0, usd: 0 };

/** Arithmetic of fractions can leave so much above a whole number of millionths. */
const DUST = 1e-6;

/**
 * Counts what questions take, and what those that are still open might. The account is told before a
 * question is put: whoever is killed while it waits has paid all that the answer could have cost.
 */
export function openPurse(budget: ModelBudget, account?: ModelAccount): Purse {
  let spent = NOTHING;
  let held = NOTHING;
  return {
    spent: () => spent,
    hold: async (most, price) => {
      const wanted = costOf(most, price);
      if (isBeyond(sum(sum(spent, held), wanted), budget)) return undefined;
      held = sum(held, wanted);
      const booked = microsOf(wanted);
      if (account !== undefined && booked > 0 && !(await account.book(booked))) {
        held = sum(held, wanted, -1);
        return undefined;
      }
      return {
        settle: async (usage) => {
          held = sum(held, wanted, -1);
          const took =
            usage === "all" ? wanted : usage === "nothing" ? ONE_CALL : costOf(usage, price);
          spent = sum(spent, took);
          const left = booked - microsOf(took);
          if (left !== 0) await account?.giveBack(left);
        },
      };
    },
  };
}

const ONE_CALL: ModelBudget = { calls: 1, tokens: 0, usd: 0 };

/** Rounded up for each try: no question is so small that a million of them are free. */
function microsOf({ usd }: ModelBudget): number {
  return Math.ceil(usd * ONE_MILLION - DUST);
}

function costOf({ inputTokens, outputTokens }: ModelUsage, price: ModelPrice): ModelBudget {
  const usd = (inputTokens * price.input + outputTokens * price.output) / ONE_MILLION;
  return { calls: 1, tokens: inputTokens + outputTokens, usd };
}

function sum(left: ModelBudget, right: ModelBudget, sign: 1 | -1 = 1): ModelBudget {
  return {
    calls: left.calls + sign * right.calls,
    tokens: left.tokens + sign * right.tokens,
    usd: left.usd + sign * right.usd,
  };
}

function isBeyond(used: ModelBudget, budget: ModelBudget): boolean {
  return used.calls > budget.calls || used.tokens > budget.tokens || used.usd > budget.usd;
}
