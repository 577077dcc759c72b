import { type BudgetReport, checkBudget } from "../../core/budget/check-budget.ts";
import { watchRules } from "../../core/gate/watching.ts";
import type { Charter, SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { millisecondsOf } from "../../core/kernel/duration.ts";
import { instant } from "../../core/kernel/instant.ts";
import type { PullRequest } from "../../ports/forge.ts";
import type { Spend } from "../../ports/store/budgets.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { Weighing } from "./governing.ts";

/** A budget's answer, and whether the system's window holds this very proposal already. */
export type BudgetAnswer = { readonly report: BudgetReport; readonly isCounted: boolean };

/**
 * Asks the budget under the system's lock, which the transaction keeps: whoever records what was
 * allowed in the same transaction cannot be overtaken by another proposal or process.
 */
export async function askBudget(
  tx: Pick<Transaction, "budgets">,
  { reconciling, gathered }: Weighing,
  { mutation, rules }: { readonly mutation: Mutation; readonly rules: SystemRules },
): Promise<BudgetAnswer> {
  const { key } = reconciling.lease;
  const { charter } = gathered.change;
  const now = reconciling.ports.clock.now();
  await tx.budgets.lock(key.repositoryId, mutation.system);
  const since = instant(Math.max(0, now - millisecondsOf(rules.budget.window)));
  const names = await namesOf(tx, { repositoryId: key.repositoryId, mutation, charter });
  const spent = await tx.budgets.spentSince(key.repositoryId, names, since);
  const isOwn = (one: Spend): boolean =>
    one.key.pull === key.pull && one.after === mutation.after.digest;
  const isCounted = spent.some((one) => one.kind === "proposal" && isOwn(one));
  const report = checkBudget({
    rules: rules.budget,
    // A second look at what was accepted before must not be refused for its own slot.
    spent: spent.filter((one) => one.kind !== "accepted" || !isOwn(one)),
    proposal: {
      byPerson: isPerson(reconciling.pull, charter),
      isRollback: false,
      isCounted,
      // How many it will take is not known before; an empty purse buys not even one.
      sealedPairs: rules.suites.sealed === undefined || isCounted ? 0 : 1,
      usdMicros: 0,
    },
    now,
  });
  return { report: watchRules(report, charter.monitor ?? []), isCounted };
}

/** Agents and bots spend what they share; people have a reserve. */
export function isPerson(pull: Pick<PullRequest, "author">, charter: Charter): boolean {
  const declared = Object.values(charter.proposers).map(({ login }) => login.toLowerCase());
  return !pull.author.isBot && !declared.includes(pull.author.login.toLowerCase());
}

type Named = {
  readonly repositoryId: number;
  readonly mutation: Mutation;
  readonly charter: Charter;
};

/**
 * The system's name, and those it had before: a renamed system keeps what it has spent. A copy that
 * lives on under the other name has a budget of its own.
 */
export async function namesOf(
  tx: Pick<Transaction, "budgets">,
  { repositoryId, mutation, charter }: Named,
): Promise<readonly string[]> {
  const kin = await tx.budgets.namesInLineage(repositoryId, mutation.before.digest);
  const former = kin.filter((name) => !Object.hasOwn(charter.systems, name));
  return [...new Set([mutation.system, ...former])];
}
