import { type BudgetReport, checkBudget } from "../../core/budget/check-budget.ts";
import { watchRules } from "../../core/gate/watching.ts";
import type { Charter, SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { millisecondsOf } from "../../core/kernel/duration.ts";
import { type Instant, instant } from "../../core/kernel/instant.ts";
import type { PullRequest } from "../../ports/forge.ts";
import type { Spend } from "../../ports/store/budgets.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { Weighing } from "./governing.ts";

/** A budget's answer, and whether the system's window holds this very proposal already. */
export type BudgetAnswer = { readonly report: BudgetReport; readonly isCounted: boolean };

type Asking = {
  readonly mutation: Mutation;
  readonly rules: SystemRules;
  /** How many sealed pairs it is about to ask; nothing where that is not known yet. */
  readonly sealedPairs?: number;
  /** The most that a question to a model can cost, where one is about to be put. */
  readonly usdMicros?: number;
};

/**
 * Asks the budget under the system's lock, which the transaction keeps: whoever records what was
 * allowed in the same transaction cannot be overtaken by another proposal or process.
 */
export async function askBudget(
  tx: Pick<Transaction, "budgets">,
  { reconciling, gathered }: Weighing,
  { mutation, rules, sealedPairs, usdMicros }: Asking,
): Promise<BudgetAnswer> {
  const { key } = reconciling.lease;
  const { charter } = gathered.change;
  const now = reconciling.ports.clock.now();
  await tx.budgets.lock(key.repositoryId, mutation.system);
  const since = windowBefore(now, rules);
  const names = await namesOf(tx, { repositoryId: key.repositoryId, mutation, charter });
  const spent = await tx.budgets.spentSince(key.repositoryId, names, since);
  const isOwn = (one: Spend): boolean =>
    one.key.pull === key.pull && one.after === mutation.after.digest;
  const isCounted = spent.some((one) => one.kind === "proposal" && isOwn(one));
  // How many it will take is not known at first; an empty purse buys not even one.
  const isAsking = sealedPairs !== undefined || usdMicros !== undefined;
  const least = isAsking || rules.suites.sealed === undefined || isCounted ? 0 : 1;
  const report = checkBudget({
    rules: rules.budget,
    // A second look at what was allowed before must not be refused for its own slot.
    spent: spent.filter(({ kind, ...one }) => !OWN_ONCE.includes(kind) || !isOwn({ kind, ...one })),
    proposal: {
      byPerson: isPerson(reconciling.pull, charter),
      isRollback: await isRollback(tx, { repositoryId: key.repositoryId, mutation, names }),
      isCounted: isCounted || isAsking,
      sealedPairs: sealedPairs ?? least,
      usdMicros: usdMicros ?? 0,
    },
    now,
  });
  return { report: watchRules(report, charter.monitor ?? []), isCounted };
}

function windowBefore(now: Instant, { budget }: SystemRules): Instant {
  return instant(Math.max(0, now - millisecondsOf(budget.window)));
}

/**
 * Whether pairs are kept for this very change that nobody has counted: the evaluation that kept
 * them was killed or broken off, and what it asked is still to be paid.
 */
export async function owesPairs(
  tx: Pick<Transaction, "budgets">,
  { reconciling }: Weighing,
  { mutation, rules }: Asking,
): Promise<boolean> {
  const { repositoryId, pull } = reconciling.lease.key;
  const since = windowBefore(reconciling.ports.clock.now(), rules);
  const spent = await tx.budgets.spentSince(repositoryId, [mutation.system], since);
  return spent.some(
    ({ kind, amount, key, after }) =>
      kind === "sealed-hold" && amount > 0 && key.pull === pull && after === mutation.after.digest,
  );
}

const OWN_ONCE: readonly Spend["kind"][] = ["accepted", "sealed-hold"];

/**
 * Back to what was good is back to what production ran. What live units were taken back from was
 * not good, whoever ran it before, and what never came through has nothing to go back to.
 */
async function isRollback(
  tx: Pick<Transaction, "budgets">,
  { repositoryId, mutation, names }: Omit<Named, "charter"> & { readonly names: readonly string[] },
): Promise<boolean> {
  const { before, after } = mutation;
  if (before.digest === after.digest) return false;
  return (await tx.budgets.goodVersions(repositoryId, names)).includes(after.digest);
}

/**
 * Keeps as many sealed pairs for one evaluation as it is about to ask, before it asks the first:
 * two evaluations at once would each find the same purse full. Settled by `settlePairs`.
 */
export async function reservePairs(
  tx: Pick<Transaction, "budgets">,
  weighing: Weighing,
  asking: Asking & { readonly sealedPairs: number },
): Promise<BudgetReport> {
  const { report } = await askBudget(tx, weighing, asking);
  if (report.outcome === "pass") {
    const { sealedPairs: amount } = asking;
    await tx.budgets.record({ ...spendBy(weighing, asking), kind: "sealed-hold", amount });
  }
  return report;
}

/** Counts what was asked in place of what was kept for it, in one transaction. */
export async function settlePairs(
  tx: Pick<Transaction, "budgets">,
  weighing: Weighing,
  { sealedPairs: amount, ...asking }: Asking & { readonly sealedPairs: number },
): Promise<void> {
  const spend = spendBy(weighing, asking);
  await tx.budgets.lock(spend.key.repositoryId, spend.system);
  await tx.budgets.record({ ...spend, kind: "sealed-hold", amount: 0 });
  if (amount > 0) await tx.budgets.record({ ...spend, kind: "sealed-pairs", amount });
}

/** Whose budget a mutation is paid from, and when. */
export function spendBy(
  { reconciling, gathered }: Weighing,
  { mutation }: Pick<Asking, "mutation">,
): Omit<Spend, "amount" | "kind"> {
  return {
    key: reconciling.lease.key,
    system: mutation.system,
    before: mutation.before.digest,
    after: mutation.after.digest,
    byPerson: isPerson(reconciling.pull, gathered.change.charter),
    at: reconciling.ports.clock.now(),
  };
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
