import type { BudgetUse } from "../../core/budget/budget-use.ts";
import { decideOffline, type OfflineVerdict } from "../../core/decision/offline-verdict.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { ProposedChange } from "../../core/ir/proposed-change.ts";
import { systemToRun } from "../../core/ir/pull-request-class.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { putsBack } from "../../core/ledger/taken-back.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import type { Sandbox } from "../../ports/sandbox.ts";
import { gatherChange, type GatheredChange, type Proposal } from "../reading/gather-change.ts";
import { validateProposed } from "../gates/govern-amendment.ts";
import { measureChange } from "../gates/measure-change.ts";
import { type Against, weighOnClone } from "./weigh-on-clone.ts";

export type ClonePorts = {
  readonly objects: GitObjects;
  /** Opened only for a change that runs something. */
  openSandbox(): Promise<Sandbox>;
};

export type CloneCheck = OfflineVerdict & {
  /** The gates that were reached, as the app would report them. */
  readonly reports: readonly GateReport[];
  /** Absent where nothing is governed or nothing could be read. */
  readonly change?: ProposedChange;
  /** The rules of the one system that changes, from the charter that is in force. */
  readonly rules?: GatheredChange["rules"];
  readonly baselineMoved: boolean;
  /** When the budget has room again, if that is all that stands against the change. */
  readonly nextSlotAt?: Instant;
  /** What was used up before; absent where no record told. */
  readonly budget?: BudgetUse;
};

/**
 * Takes a change through the very steps of the app. Without its record that is what needs no
 * secret: class, constitution and validation, and nothing is known of budget and earlier drift.
 */
export async function checkClone(
  ports: ClonePorts,
  proposal: Proposal,
  against?: Against,
): Promise<CloneCheck> {
  const gathered = await gatherChange(ports.objects, proposal);
  if (gathered.kind === "silent") {
    return { ...decideOffline("silent", []), reports: [], baselineMoved: false };
  }
  if (gathered.kind === "unreadable") {
    const { reason, findings } = gathered;
    const report: GateReport = { gate: "validation", outcome: "error", reason, findings };
    const decided = decideOffline("unreadable", [report]);
    return { ...decided, reports: [report], baselineMoved: false };
  }
  const { change, baselineMoved, rules } = gathered;
  const judged = await judgeChange(ports, gathered, { proposal, against });
  return { ...judged, change, baselineMoved, ...(rules === undefined ? {} : { rules }) };
}

type Judged = OfflineVerdict & Pick<CloneCheck, "reports" | "nextSlotAt" | "budget">;

type Asked = { readonly proposal: Proposal; readonly against: Against | undefined };

async function judgeChange(
  ports: ClonePorts,
  gathered: GatheredChange,
  { proposal, against }: Asked,
): Promise<Judged> {
  const { pullRequestClass, treeChanges } = gathered.change;
  // Known by what it does and by nothing that it says, as the app knows it.
  if (putsBack(against?.takenBack ?? [], treeChanges)) {
    return { verdict: "restoration", reasons: ["restores-production"], reports: [] };
  }
  const { kind } = pullRequestClass;
  if (mutates(pullRequestClass)) {
    const sandbox = await ports.openSandbox();
    if (against !== undefined) {
      return weighOnClone(sandbox, gathered, {
        against,
        commits: proposal,
        objects: ports.objects,
      });
    }
    const reports = await measureAlone(sandbox, gathered);
    return { ...decideOffline(kind, reports), reports };
  }
  const isGoverned = kind === "amendment" || kind === "introduction" || kind === "genesis";
  const reports = isGoverned ? [validateProposed({ gathered })] : [];
  return { ...decideOffline(kind, reports), reports };
}

/** Whatever would change what runs, lawfully or not. */
function mutates(classified: ProposedChange["pullRequestClass"]): boolean {
  const { kind } = classified;
  return systemToRun(classified) !== undefined || kind === "mixed" || kind === "several-systems";
}

async function measureAlone(
  sandbox: Sandbox,
  gathered: GatheredChange,
): Promise<readonly GateReport[]> {
  const known = { drift: 0, mayRun: true };
  const { constitution, validation } = await measureChange({ sandbox }, gathered, known);
  return constitution.outcome === "fail" ? [constitution] : [constitution, validation];
}
