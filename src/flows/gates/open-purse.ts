import type { BudgetReport } from "../../core/budget/check-budget.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import type { ModelAccount } from "../../ports/models.ts";
import { askBudget, reservePairs, spendBy } from "./ask-budget.ts";
import type { Weighing } from "./governing.ts";

/** What one evaluation and its judge pay from, within the window of the mutation's system. */
type Purse = {
  /** Keeps so many sealed pairs. */
  readonly reserve: (sealedPairs: number) => Promise<boolean>;
  /** Pays what models cost. */
  readonly account: ModelAccount;
  /** Why it gave nothing, once it did not. */
  readonly refusal: () => BudgetReport | undefined;
};

type Paying = { readonly mutation: Mutation; readonly rules: SystemRules };

export function openPurse(weighing: Weighing, paying: Paying): Purse {
  const { store } = weighing.reconciling.ports;
  let refused: BudgetReport | undefined;
  const isPaid = (report: BudgetReport): boolean => {
    if (report.outcome !== "pass") refused = report;
    return report.outcome === "pass";
  };
  return {
    reserve: async (sealedPairs) =>
      isPaid(await store.transact((tx) => reservePairs(tx, weighing, { ...paying, sealedPairs }))),
    account: openAccount(weighing, paying, isPaid),
    refusal: () => refused,
  };
}

/**
 * Booked is the most that a question can cost, before it is put, and what it did not cost is given
 * back: a kill in between leaves nothing unpaid, what is answered and kept is paid once, and two
 * evaluations at once cannot spend the same dollar.
 */
function openAccount(
  weighing: Weighing,
  paying: Paying,
  isPaid: (report: BudgetReport) => boolean,
): ModelAccount {
  const { store } = weighing.reconciling.ports;
  const spend = (amount: number) =>
    ({ ...spendBy(weighing, paying), kind: "usd-micros", amount }) as const;
  return {
    book: (usdMicros) =>
      store.transact(async (tx) => {
        const { report } = await askBudget(tx, weighing, { ...paying, usdMicros });
        const isBooked = isPaid(report);
        if (isBooked) await tx.budgets.record(spend(usdMicros));
        return isBooked;
      }),
    giveBack: (usdMicros) =>
      store.transact(async (tx) => {
        const given = spend(-usdMicros);
        await tx.budgets.lock(given.key.repositoryId, given.system);
        await tx.budgets.record(given);
      }),
  };
}
