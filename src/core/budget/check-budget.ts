import type { Breach } from "../gate/finding.ts";
import type { GateReport } from "../gate/gate.ts";
import type { SystemRules } from "../ir/charter.ts";
import { millisecondsOf } from "../kernel/duration.ts";
import { type Instant, isoOf, later } from "../kernel/instant.ts";

/** One thing used up earlier, by this system under any name of its proposer. */
export type Spent = {
  readonly kind:
    | "proposal"
    | "accepted"
    | "sealed-pairs"
    | "sealed-hold"
    | "usd-micros"
    | "drift"
    | "anchor";
  readonly amount: number;
  readonly byPerson: boolean;
  readonly at: Instant;
};

/** What the change at hand asks for. */
export type Proposal = {
  readonly byPerson: boolean;
  /** It leads back to a version that was good; it may draw on the reserve for that. */
  readonly isRollback: boolean;
  /** True when `spent` holds this very proposal already: a second look costs no second slot. */
  readonly isCounted: boolean;
  readonly sealedPairs: number;
  readonly usdMicros: number;
};

export type Request = {
  readonly rules: SystemRules["budget"];
  /** Oldest first; what is older than the window is ignored. */
  readonly spent: readonly Spent[];
  readonly proposal: Proposal;
  readonly now: Instant;
};

export type BudgetReport = GateReport & {
  /** When the same request would pass if nothing else were spent; absent when it never would. */
  readonly nextSlotAt?: Instant;
};

/**
 * C6: no more proposals, acceptances or spend in any window of time than the charter allows.
 *
 * The window slides with server time, so that no edge of a calendar doubles the budget. Spends
 * dated in the future count: a clock that was set back must not refund anything.
 */
export function checkBudget(request: Request): BudgetReport {
  const codes = overdrawnAt(request, request.now);
  const [first] = codes;
  if (first === undefined) {
    return { gate: "budget", outcome: "pass", reason: "passed", findings: [] };
  }
  const nextSlotAt = nextSlot(request);
  const findings = codes.map((line) => breachOf(line, request, nextSlotAt));
  return {
    gate: "budget",
    outcome: "fail",
    reason: first.code,
    findings,
    ...(nextSlotAt === undefined ? {} : { nextSlotAt }),
  };
}

type Overdraft = {
  readonly code: "budget-proposals-spent" | "budget-accepted-spent" | "budget-spend-exceeded";
  readonly what: "proposals" | "accepted" | "sealed-pairs" | "usd-micros";
  readonly used: number;
  readonly asked: number;
  readonly limit: number;
};

function overdrawnAt(request: Request, at: Instant): readonly Overdraft[] {
  const spent = request.spent.filter((one) => expiryOf(one, request) > at);
  const { rules, proposal } = request;
  const found: Overdraft[] = [];
  const proposals = slotsUsed(spent, "proposal", request);
  if (!proposal.isCounted && proposals.used >= proposals.limit) {
    found.push({ code: "budget-proposals-spent", what: "proposals", asked: 1, ...proposals });
  }
  const accepted = slotsUsed(spent, "accepted", request);
  if (accepted.used >= accepted.limit) {
    found.push({ code: "budget-accepted-spent", what: "accepted", asked: 1, ...accepted });
  }
  const purses = [
    { what: "sealed-pairs", asked: proposal.sealedPairs, limit: rules.spend.sealed_pairs },
    { what: "usd-micros", asked: proposal.usdMicros, limit: rules.spend.usd * 1_000_000 },
  ] as const;
  for (const purse of purses) {
    const used = sumOf(spent.filter(({ kind }) => takesFrom(kind) === purse.what));
    const isOver = purse.asked > 0 && used + purse.asked > purse.limit;
    if (isOver) found.push({ code: "budget-spend-exceeded", used, ...purse });
  }
  return found;
}

/** What an evaluation under way may still take is as good as gone: two at once share one purse. */
function takesFrom(kind: Spent["kind"]): Spent["kind"] {
  return kind === "sealed-hold" ? "sealed-pairs" : kind;
}

/**
 * People draw on their reserve before they draw on what everybody shares, and the two reserves are
 * apart: neither a noisy agent nor a busy person can use up the way back.
 */
function slotsUsed(
  spent: readonly Spent[],
  kind: "proposal" | "accepted",
  { rules, proposal }: Request,
): { readonly used: number; readonly limit: number } {
  const ofKind = spent.filter((one) => one.kind === kind);
  const byPeople = sumOf(ofKind.filter((one) => one.byPerson));
  const byAgents = sumOf(ofKind.filter((one) => !one.byPerson));
  const shared = byAgents + Math.max(0, byPeople - rules.reserve.people);
  const total = kind === "proposal" ? rules.proposals : rules.accepted;
  if (proposal.byPerson && byPeople < rules.reserve.people) {
    return { used: byPeople, limit: rules.reserve.people };
  }
  return { used: shared, limit: total + (proposal.isRollback ? rules.reserve.rollback : 0) };
}

function sumOf(spent: readonly Spent[]): number {
  return spent.reduce((sum, one) => sum + one.amount, 0);
}

function expiryOf(one: Spent, { rules }: Request): Instant {
  return later(one.at, millisecondsOf(rules.window));
}

function nextSlot(request: Request): Instant | undefined {
  return request.spent
    .map((one) => expiryOf(one, request))
    .filter((expiry) => expiry > request.now)
    .sort((left, right) => left - right)
    .find((expiry) => overdrawnAt(request, expiry).length === 0);
}

function breachOf(line: Overdraft, { rules }: Request, nextSlotAt: Instant | undefined): Breach {
  return {
    code: line.code,
    rule: "C6",
    facts: {
      problem: nextSlotAt === undefined ? "never" : "later",
      ...figuresOf(line),
      window: rules.window,
      ...(nextSlotAt === undefined ? {} : { next: isoOf(nextSlotAt) }),
    },
  };
}

/**
 * How much an evaluation took of a purse tells how far it asked the sealed suite, and what it paid
 * for that: of purses a report says no more than the charter does.
 */
function figuresOf({ what, used, limit }: Overdraft): Breach["facts"] {
  switch (what) {
    case "sealed-pairs":
      return { what: "sealed pairs", limit: String(limit) };
    case "usd-micros":
      return { what: "US dollars", limit: String(limit / 1_000_000) };
    default:
      return { what, used: String(used), limit: String(limit) };
  }
}
