import { decideOffline, type OfflineVerdict } from "../core/decision/offline-verdict.ts";
import type { GateReport } from "../core/gate/gate.ts";
import type { ProposedChange } from "../core/ir/proposed-change.ts";
import type { GitObjects } from "../ports/git-objects.ts";
import type { Sandbox } from "../ports/sandbox.ts";
import { gatherChange, type GatheredChange, type Proposal } from "./gather-change.ts";
import { validateProposed } from "./govern-amendment.ts";
import { measureChange } from "./measure-change.ts";

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
  readonly baselineMoved: boolean;
};

/**
 * Takes a change through what needs no secret: its class, the constitution and the validation, by
 * the very steps of the app. Without a record nothing is known of budget and earlier drift.
 */
export async function checkClone(ports: ClonePorts, proposal: Proposal): Promise<CloneCheck> {
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
  const { change, baselineMoved } = gathered;
  const reports = await reportsOn(ports, gathered);
  const decided = decideOffline(change.pullRequestClass.kind, reports);
  return { ...decided, reports, change, baselineMoved };
}

async function reportsOn(
  ports: ClonePorts,
  gathered: GatheredChange,
): Promise<readonly GateReport[]> {
  switch (gathered.change.pullRequestClass.kind) {
    case "mutation":
    case "mixed":
    case "several-systems": {
      const sandbox = await ports.openSandbox();
      const known = { drift: 0, mayRun: true };
      const { constitution, validation } = await measureChange({ sandbox }, gathered, known);
      return constitution.outcome === "fail" ? [constitution] : [constitution, validation];
    }
    case "amendment":
    case "introduction":
    case "genesis":
      return [validateProposed({ gathered })];
    default:
      return [];
  }
}
