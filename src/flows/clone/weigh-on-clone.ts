import { type BudgetUse, budgetUse } from "../../core/budget/budget-use.ts";
import type { BudgetReport } from "../../core/budget/check-budget.ts";
import type { OfflineVerdict } from "../../core/decision/offline-verdict.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import { MUTATION_CLASSES, OBJECTIVES, type Claim, type Mutation } from "../../core/ir/mutation.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { accepted, refused } from "../../core/kernel/result.ts";
import type { RecordedProposal } from "../../core/ledger/proposals.ts";
import type { TakenBack } from "../../core/ledger/taken-back.ts";
import type { RecordedDoubt } from "../../core/ledger/record-at.ts";
import type { Actor } from "../../ports/forge.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import type { Sandbox } from "../../ports/sandbox.ts";
import type { SealedSuites } from "../../ports/sealed-suites.ts";
import type { StoreWith } from "../../ports/store/store-with.ts";
import { askBudget } from "../gates/ask-budget.ts";
import type { Commits, Counters, CountersAt } from "./clone-counters.ts";
import type { GatheredChange } from "../reading/gather-change.ts";
import { decisionReport, type Ending, endingOf } from "../gates/govern-mutation.ts";
import type { Weighing } from "../gates/governing.ts";
import { loadDrift } from "../reading/load-drift.ts";
import { measureChange } from "../gates/measure-change.ts";
import { readRecorded } from "./read-recorded.ts";
import { openReplayedStore } from "./replayed-store.ts";
import { screenMutation } from "../gates/screen-mutation.ts";
import { weighChange } from "../evaluation/weigh-mutation.ts";

/** What a clone is given so that it can say what the app says. */
export type Against = {
  readonly counters: Counters;
  /** Promotions that the record says were taken back. */
  readonly takenBack?: readonly TakenBack[];
  /** Absent: the pipeline ends before the first gate that needs a secret. */
  readonly sealedSuites?: SealedSuites;
  /** True to end before any evidence is gathered, even what everybody may read. */
  readonly isFastOnly?: boolean;
  /** Who proposes, where the record has not seen the change; an agent unless said otherwise. */
  readonly author?: Pick<Actor, "login" | "isBot">;
  readonly appVersion: string;
};

export type WeighedOnClone = OfflineVerdict & {
  readonly reports: readonly GateReport[];
  /** When the budget has room again, if that is all that stands against the change. */
  readonly nextSlotAt?: Instant;
  /** What was used up before this change came. */
  readonly budget?: BudgetUse;
};

const RULED: readonly string[] = ["accept", "reject", "quarantine"];

/** Takes one change through the app's own steps, on counters that are replayed from its record. */
export async function weighOnClone(
  sandbox: Sandbox,
  gathered: GatheredChange,
  { against, commits, objects }: Omit<Parts, "gathered" | "store" | "at">,
): Promise<WeighedOnClone> {
  const at = against.counters(gathered, commits);
  const weighed = await weighAt(sandbox, gathered, { against, commits, objects, at });
  const budget = useAt(gathered, at);
  return budget === undefined ? weighed : { ...weighed, budget };
}

function useAt(
  { rules, change }: GatheredChange,
  { replay, now }: CountersAt,
): WeighedOnClone["budget"] {
  const { mutation } = change;
  if (rules === undefined || mutation === undefined) return undefined;
  const { system } = mutation;
  const spent = replay.spends.filter((one) => one.system === system);
  return budgetUse(rules.budget, { system, spent }, now);
}

async function weighAt(
  sandbox: Sandbox,
  gathered: GatheredChange,
  { against, commits, objects, at }: Omit<Parts, "gathered" | "store">,
): Promise<WeighedOnClone> {
  const { mutation } = gathered.change;
  const store = openReplayedStore(at.replay);
  const weighing = weighingOf(sandbox, { gathered, against, commits, objects, at, store });
  const measured = await measureChange({ sandbox }, weighing.gathered, {
    drift: await loadDrift(weighing),
    mayRun: true,
  });
  const screened = await store.transact((tx) => screenMutation(tx, weighing, measured));
  const { reports } = screened;
  const ending = endingOf(weighing, screened);
  if (ending !== undefined) {
    const { nextSlotAt } = screened;
    return { ...endedBy(ending, reports), ...(nextSlotAt === undefined ? {} : { nextSlotAt }) };
  }
  const { kind } = gathered.change.pullRequestClass;
  // Evidence is gathered once people have agreed, which the record alone can tell.
  const isAgreed = RULED.includes(at.decision ?? "");
  if (kind === "amendment" && !isAgreed) return { verdict: kind, reasons: ["passed"], reports };
  if (mutation === undefined || !mayWeigh(gathered, against)) {
    return { verdict: "lawful", reasons: ["passed"], reports };
  }
  const decided = await decideOnClone(weighing, store, reports);
  return at.doubt === undefined ? decided : lowerBy(at.doubt, decided);
}

/** A clone has no model to ask; what the app's judge doubted of this very change stands in the record. */
function lowerBy({ outcome, reason }: RecordedDoubt, decided: WeighedOnClone): WeighedOnClone {
  if (decided.verdict !== "accept") return decided;
  const doubted = decided.reports.map((report): GateReport => {
    if (report.gate === "judge") return { ...report, outcome, reason };
    return report.gate === "decision" ? { ...report, outcome: "no-data", reason } : report;
  });
  return { verdict: "quarantine", reasons: [reason], reports: doubted };
}

function mayWeigh({ rules }: GatheredChange, { isFastOnly, sealedSuites }: Against): boolean {
  return isFastOnly !== true && (sealedSuites !== undefined || rules?.suites.sealed === undefined);
}

type Parts = {
  readonly gathered: GatheredChange;
  readonly against: Against;
  readonly commits: Commits;
  readonly objects: GitObjects;
  readonly at: CountersAt;
  readonly store: StoreWith<"budgets" | "evidence" | "custody">;
};

function weighingOf(sandbox: Sandbox, parts: Parts): Weighing {
  const { gathered, against, commits, objects, at, store } = parts;
  const { sealedSuites, appVersion } = against;
  const { key, now } = at;
  const suites = sealedSuites ?? { load: () => Promise.resolve(undefined) };
  return {
    reconciling: {
      ports: {
        store,
        sandbox,
        sealedSuites: suites,
        clock: { now: () => now },
        appVersion,
      },
      lease: { key },
      repository: { id: key.repositoryId },
      pull: {
        number: key.pull,
        baseSha: commits.baseSha,
        headSha: commits.headSha,
        author: authorOf(against, at.look),
        isDraft: false,
        headRepositoryId: key.repositoryId,
      },
      isCurrent: () => Promise.resolve(true),
      readVersion: (version) => {
        const { charter } = gathered.change;
        return readRecorded(objects, { charter, edges: at.replay.edges, version });
      },
      openSealed: () =>
        Promise.resolve(at.unopened === undefined ? accepted(suites) : refused(at.unopened)),
    },
    gathered: hearRecorded(gathered, at),
    recorded: at.askings ?? [],
  };
}

function authorOf({ author }: Against, look: RecordedProposal | undefined): Actor {
  const isAgent = look === undefined ? author === undefined : !look.byPerson;
  return { id: 0, login: author?.login ?? "", isBot: isAgent || author?.isBot === true };
}

/**
 * What the app heard of the proposer counts where the clone heard nothing. A rejection that the app
 * has spoken stands although the baseline moved since: a newer baseline cannot make it lawful.
 */
function hearRecorded(gathered: GatheredChange, { look, decision }: CountersAt): GatheredChange {
  const { change } = gathered;
  const baselineMoved = gathered.baselineMoved && decision !== "reject";
  if (change.mutation?.claim.isUnheard !== true || look === undefined) {
    return { ...gathered, baselineMoved };
  }
  const mutation: Mutation = { ...change.mutation, claim: claimOf(look) };
  return { ...gathered, baselineMoved, change: { ...change, mutation } };
}

function claimOf({ objective, claimedClass }: RecordedProposal): Claim {
  const wanted = OBJECTIVES.find((one) => one === objective);
  const mutationClass = MUTATION_CLASSES.find((one) => one === claimedClass);
  return {
    hypothesis: "",
    ...(wanted === undefined ? {} : { objective: wanted }),
    ...(mutationClass === undefined ? {} : { mutationClass }),
  };
}

/** A proposal that waits for a slot is refused as things stand; GitHub shows it as failed, too. */
function endedBy(ending: Ending, reports: readonly GateReport[]): WeighedOnClone {
  const isRefused = ending.decision === "reject" || ending.state === "waiting";
  const verdict = isRefused ? "reject" : "quarantine";
  const reasons = reasonsOf(ending.reason, reports);
  const isDecided = ending.decision !== undefined;
  return { verdict, reasons, reports: isDecided ? [...reports, decisionReport(ending)] : reports };
}

/** Evidence, judge and decision; an acceptance needs a slot of its own, as it does in the app. */
async function decideOnClone(
  weighing: Weighing,
  store: StoreWith<"budgets">,
  screened: readonly GateReport[],
): Promise<WeighedOnClone> {
  const weighed = await weighChange(weighing, screened);
  if (weighed === undefined || weighed === "interrupted") {
    throw new Error("an evaluation was interrupted on a clone, where nothing else happens");
  }
  if ("gate" in weighed) return waitingFor(weighed);
  const { decision, reports } = weighed;
  if (decision.ruling === "accept") {
    const { report } = await store.transact((tx) => askBudget(tx, weighing, weighed));
    if (report.outcome !== "pass") return waitingFor(report);
  }
  return { verdict: decision.ruling, reasons: reasonsOf(decision.reason, reports), reports };
}

function waitingFor(report: BudgetReport): WeighedOnClone {
  const waiting = endedBy({ state: "waiting", reason: report.reason }, [report]);
  const { nextSlotAt } = report;
  return { ...waiting, ...(nextSlotAt === undefined ? {} : { nextSlotAt }) };
}

function reasonsOf(
  first: OfflineVerdict["reasons"][number],
  reports: readonly GateReport[],
): OfflineVerdict["reasons"] {
  const others = reports
    .filter(({ outcome }) => outcome !== "pass")
    .flatMap(({ findings }) => findings.map(({ code }) => code));
  return [...new Set([first, ...others])];
}
