import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { admitInput, type CapturedInput } from "../../core/rollout/admit-input.ts";
import type { CapturePlace, CaptureRule } from "../../ports/store/captures.ts";
import type { OutcomeRecord } from "../../ports/store/outcomes.ts";
import type { Transaction } from "../../ports/store/store.ts";

/** An outcome with what its unit was asked, where the runtime hands that in; of no shape yet. */
export type ToldRecord = OutcomeRecord & { readonly input?: unknown };

/** What became of an input, for an outcome that was accepted. */
export type InputAnswer =
  | { readonly kept: true }
  | { readonly kept: false; readonly reason: ReasonCode };

/**
 * Keeps the inputs of outcomes that were believed, as far as the charter in force lets them be kept.
 * Who plants inputs has to be a runtime: nothing is kept of a unit that the app does not know to have
 * run the stable version.
 */
export async function keepInputs(
  tx: Transaction,
  place: CapturePlace,
  told: { readonly records: readonly ToldRecord[]; readonly now: Instant },
): Promise<ReadonlyMap<ToldRecord, InputAnswer>> {
  const records = told.records.filter(({ input }) => input !== undefined);
  const answers = new Map<ToldRecord, InputAnswer>();
  if (records.length === 0) return answers;
  const rule = await tx.captures.ruleOf(place);
  // By digest, in the order in which they came: what is said twice is kept once.
  const inputs = new Map<string, CapturedInput>();
  for (const record of records) {
    const admitted = admit(record, rule);
    answers.set(record, "reason" in admitted ? { kept: false, ...admitted } : { kept: true });
    if ("digest" in admitted) inputs.set(admitted.digest, admitted);
  }
  await tx.captures.keep(place, { inputs: [...inputs.values()], at: told.now });
  return answers;
}

function admit(
  { variant, input }: ToldRecord,
  rule: CaptureRule | undefined,
): CapturedInput | { readonly reason: ReasonCode } {
  if (rule === undefined) return { reason: "input-uncaptured" };
  if (variant !== "stable") return { reason: "input-not-stable" };
  const admitted = admitInput(input, rule);
  return admitted.ok ? admitted.value : { reason: admitted.refusal };
}
