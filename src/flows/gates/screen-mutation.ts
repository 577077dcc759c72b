import type { BudgetReport } from "../../core/budget/check-budget.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { askBudget, namesOf, spendBy } from "./ask-budget.ts";
import type { Weighing } from "./governing.ts";
import type { Measured } from "./measure-change.ts";

/** The fast gates up to the first that did not pass; what comes after that one was not reached. */
export type Screened = {
  readonly reports: readonly GateReport[];
  readonly nextSlotAt?: Instant;
  /** True where live units or production were taken back from this very version. */
  readonly isHarmful?: boolean;
};

/** Puts the gates in their order. The budget is counted here, under the system's lock. */
export async function screenMutation(
  tx: Pick<Transaction, "budgets">,
  governing: Weighing,
  { constitution, validation }: Measured,
): Promise<Screened> {
  if (constitution.outcome === "fail") return { reports: [constitution] };
  const { gathered, reconciling } = governing;
  const { mutation } = gathered.change;
  if (mutation === undefined || gathered.rules === undefined) {
    return { reports: [constitution, validation] };
  }
  if (isOutsider(reconciling) || reconciling.pull.isDraft) {
    return { reports: [constitution, validation] };
  }
  const budget = await spendProposal(tx, governing, {
    mutation,
    rules: gathered.rules,
  });
  if (budget.outcome !== "pass") {
    return {
      reports: [constitution, budget],
      ...(budget.nextSlotAt === undefined ? {} : { nextSlotAt: budget.nextSlotAt }),
    };
  }
  const isHarmful = await wasHarmful(tx, governing, mutation);
  return { reports: [constitution, budget, validation], isHarmful };
}

async function wasHarmful(
  tx: Pick<Transaction, "budgets">,
  { reconciling, gathered }: Weighing,
  mutation: Mutation,
): Promise<boolean> {
  const { repositoryId } = reconciling.lease.key;
  const names = await namesOf(tx, { repositoryId, mutation, charter: gathered.change.charter });
  const harmful = await tx.budgets.harmfulVersions(repositoryId, names);
  return harmful.includes(mutation.after.digest);
}

/** Only an equal id means "this repository": a deleted fork has none and is nobody's. */
export function isOutsider({ pull, repository }: Weighing["reconciling"]): boolean {
  return pull.headRepositoryId !== repository.id;
}

type Spending = { readonly mutation: Mutation; readonly rules: SystemRules };

async function spendProposal(
  tx: Pick<Transaction, "budgets">,
  governing: Weighing,
  spending: Spending,
): Promise<BudgetReport> {
  const { report, isCounted } = await askBudget(tx, governing, spending);
  if (report.outcome === "pass" && !isCounted) {
    await tx.budgets.record({ ...spendBy(governing, spending), kind: "proposal", amount: 1 });
  }
  return report;
}
