import type { ModelBudget, ModelUsage } from "../../ports/models.ts";
import type { ModelPrice } from "./access.ts";

/** Tokens that a try holds until it is known what it took. */
type Hold = {
  /** `nothing`: the server turned the question away before a model saw it. */
  settle(usage: ModelUsage | "nothing" | "all"): void;
};

export type Purse = {
  /** Nothing when the most that the try can take is more than what is left. */
  hold(most: ModelUsage, price: ModelPrice): Hold | undefined;
  spent(): ModelBudget;
};

const ONE_MILLION = 1_000_000;

/** Counts what questions take, and what those that are still open might. */
export function openPurse(budget: ModelBudget): Purse {
  let spent: ModelBudget = { calls: 0, tokens: 0, usd: 0 };
  let held: ModelBudget = { calls: 0, tokens: 0, usd: 0 };
  return {
    spent: () => spent,
    hold: (most, price) => {
      const wanted = costOf(most, price);
      if (isBeyond(sum(sum(spent, held), wanted), budget)) return undefined;
      held = sum(held, wanted);
      return {
        settle: (usage) => {
          held = sum(held, wanted, -1);
          const took =
            usage === "all" ? wanted : usage === "nothing" ? ONE_CALL : costOf(usage, price);
          spent = sum(spent, took);
        },
      };
    },
  };
}

const ONE_CALL: ModelBudget = { calls: 1, tokens: 0, usd: 0 };

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
