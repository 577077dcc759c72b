import { type Approvals, suffice } from "../../core/constitution/approvals.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import { isOver } from "../../core/rollout/rollout.ts";
import type { CommandRequest } from "../../ports/store/commands.ts";
import { loadVouchers } from "../reading/load-approvals.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";
import { gatherMutation, type GatheredMutation } from "./gather-mutation.ts";

/** A quarantined mutation that a quorum sends to live evidence. */
export type Word = GatheredMutation & { readonly approvals: Approvals };

/**
 * Reads from GitHub what the way from quarantine to a staged roll-out needs: the change as it is now,
 * and its quorum. Nothing for a pull request that is not quarantined: its command has another answer.
 */
export async function prepareWord(
  reconciling: Reconciling,
  { command }: CommandRequest,
): Promise<Result<Word, ReasonCode> | undefined> {
  const { ports, lease } = reconciling;
  if (command !== "shadow") return undefined;
  const record = await ports.store.transact((tx) => tx.pulls.load(lease.key));
  if (record?.state !== "quarantined") return undefined;
  const change = await gatherMutation(reconciling, "vouching-refused");
  if (!change.ok) return change;
  const approvals = await loadVouchers(reconciling, "quarantine");
  return suffice(approvals)
    ? accepted({ ...change.value, approvals })
    : refused("quarantine-unapproved");
}

const ADVANCING: readonly string[] = ["shadow", "canary", "promote"];

/**
 * Whether those whom a roll-out rests on still stand behind it, asked whenever somebody wants it to
 * go further. Nothing where it rests on nobody.
 */
export async function recountVouchers(
  reconciling: Reconciling,
  { command }: CommandRequest,
): Promise<Approvals | undefined> {
  if (!ADVANCING.includes(command)) return undefined;
  const { ports, lease } = reconciling;
  const rollout = await ports.store.transact((tx) => tx.rollouts.ofPull(lease.key));
  if (rollout?.vouching === undefined || isOver(rollout)) return undefined;
  return loadVouchers(reconciling, rollout.vouching.for);
}
