import { type BudgetReport, checkBudget } from "../core/budget/check-budget.ts";
import type { GateReport } from "../core/gate/gate.ts";
import type { Charter, SystemRules } from "../core/ir/charter.ts";
import type { Mutation } from "../core/ir/mutation.ts";
import { millisecondsOf } from "../core/kernel/duration.ts";
import { type Instant, instant } from "../core/kernel/instant.ts";
import type { PullRequest } from "../ports/forge.ts";
import type { Spend } from "../ports/store/budgets.ts";
import type { Transaction } from "../ports/store/store.ts";
import type { Governing } from "./governing.ts";
import type { Measured } from "./measure-change.ts";
import type { Reconciling } from "./reconciling.ts";

/** The fast gates up to the first that did not pass; what comes after that one was not reached. */
export type Screened = { readonly reports: readonly GateReport[]; readonly nextSlotAt?: Instant };

/** Puts the gates in their order. The budget is counted here, under the system's lock. */
export async function screenMutation(
  tx: Transaction,
  governing: Governing,
  { constitution, validation }: Measured,
): Promise<Screened> {
  if (constitution.outcome === "fail") return { reports: [constitution] };
  const { gathered, reconciling } = governing;
  const { mutation, charter } = gathered.change;
  if (mutation === undefined || gathered.rules === undefined) {
    return { reports: [constitution, validation] };
  }
  if (isOutsider(reconciling) || reconciling.pull.isDraft) {
    return { reports: [constitution, validation] };
  }
  const budget = await spendProposal(tx, governing, {
    mutation,
    rules: gathered.rules,
    byPerson: isPerson(reconciling.pull, charter),
  });
  if (budget.outcome !== "pass") {
    return {
      reports: [constitution, budget],
      ...(budget.nextSlotAt === undefined ? {} : { nextSlotAt: budget.nextSlotAt }),
    };
  }
  return { reports: [constitution, budget, validation] };
}

/** Only an equal id means "this repository": a deleted fork has none and is nobody's. */
export function isOutsider({ pull, repository }: Reconciling): boolean {
  return pull.headRepositoryId !== repository.id;
}

/** Agents and bots spend what they share; people have a reserve. */
export function isPerson(pull: PullRequest, charter: Charter): boolean {
  const declared = Object.values(charter.proposers).map(({ login }) => login.toLowerCase());
  return !pull.author.isBot && !declared.includes(pull.author.login.toLowerCase());
}

type Spending = {
  readonly mutation: Mutation;
  readonly rules: SystemRules;
  readonly byPerson: boolean;
};

async function spendProposal(
  tx: Transaction,
  { reconciling }: Governing,
  { mutation, rules, byPerson }: Spending,
): Promise<BudgetReport> {
  const { key } = reconciling.lease;
  const now = reconciling.ports.clock.now();
  await tx.budgets.lock(key.repositoryId, mutation.system);
  const since = instant(Math.max(0, now - millisecondsOf(rules.budget.window)));
  const spent = await tx.budgets.spentSince(key.repositoryId, mutation.system, since);
  const after = mutation.after.digest;
  const isOwn = (one: Spend): boolean => one.key.pull === key.pull && one.after === after;
  const isCounted = spent.some((one) => one.kind === "proposal" && isOwn(one));
  const report = checkBudget({
    rules: rules.budget,
    // A second look at what was accepted before must not be refused for its own slot.
    spent: spent.filter((one) => one.kind !== "accepted" || !isOwn(one)),
    proposal: {
      byPerson,
      isRollback: false,
      isCounted,
      // How many it will take is not known before; an empty purse buys not even one.
      sealedPairs: rules.suites.sealed === undefined || isCounted ? 0 : 1,
      usdMicros: 0,
    },
    now,
  });
  if (report.outcome === "pass" && !isCounted) {
    await tx.budgets.record({
      key,
      system: mutation.system,
      kind: "proposal",
      after,
      amount: 1,
      byPerson,
      at: now,
    });
  }
  return report;
}
