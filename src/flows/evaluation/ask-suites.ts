import type { EpochPlace } from "../../core/evaluation/evaluation.ts";
import type { PairedRecord, RawRecords } from "../../core/evaluation/records.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import { compile } from "../../core/ir/compile.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import {
  type Asking,
  type Collected,
  collectCases,
  type Questions,
  type Side,
} from "./collect-cases.ts";
import type { Evaluating } from "./evaluating.ts";
import { type ModelDesk, openModelDesk } from "./model-desk.ts";
import { modelsAskedBy } from "./models-asked.ts";
import { openRunner } from "./run-artifact.ts";

export type Asked =
  | {
      readonly kind: "asked";
      readonly records: RawRecords;
      readonly epoch: EpochPlace;
      readonly spentPairs: number;
    }
  | Exclude<Collected, { readonly kind: "collected" }>;

/** What may be concluded before the sealed suite is asked. */
type Look = (records: RawRecords) => { readonly report: GateReport };

/** Starts both versions, asks the suites that everyone may read, and then, if all is well, the sealed one. */
export async function askSuites(evaluating: Evaluating, look: Look): Promise<Asked> {
  const { request, ports } = evaluating;
  const models =
    ports.models === undefined ? undefined : openModelDesk(ports.models, () => request.isCurrent());
  const [baseline, candidate] = await Promise.all([
    startSide(evaluating, request.mutation.before, models),
    startSide(evaluating, request.mutation.after, models),
  ]);
  try {
    const asking: Asking = {
      ports,
      baseline,
      candidate,
      ...(models === undefined ? {} : { models }),
      isCurrent: () => request.isCurrent(),
      onProgress: (done, total) => request.onProgress?.(done, total),
    };
    return await askInOrder(evaluating, asking, look);
  } finally {
    await Promise.all([baseline.runner.close(), candidate.runner.close()]);
  }
}

async function askInOrder(evaluating: Evaluating, asking: Asking, look: Look): Promise<Asked> {
  const { prepared, ports, pair, epoch } = evaluating;
  const shown = await collectCases(asking, prepared.public);
  if (shown.kind !== "collected") return shown;
  const safety = await collectIfAny(asking, prepared.safety);
  if (safety.kind !== "collected") return safety;
  const records: RawRecords = { public: shown.pairs, safety: safety.pairs, sealed: [] };
  if (prepared.sealed === undefined || look(records).report.outcome !== "pass") {
    return { kind: "asked", records, epoch, spentPairs: 0 };
  }
  let spent = epoch;
  const mayAsk = async (items: number): Promise<boolean> => {
    if (items > 0 && !(await evaluating.request.reservePairs(items))) return false;
    spent = await ports.store.transact((tx) => tx.evidence.spendTest(pair));
    return true;
  };
  const sealed = await collectCases(asking, { ...prepared.sealed, mayAsk });
  if (sealed.kind !== "collected") return sealed;
  return {
    kind: "asked",
    records: { ...records, sealed: sealed.pairs },
    epoch: spent,
    spentPairs: sealed.asked,
  };
}

async function collectIfAny(asking: Asking, questions: Questions | undefined): Promise<Collected> {
  const none: readonly PairedRecord[] = [];
  if (questions === undefined) return { kind: "collected", pairs: none, asked: 0 };
  return collectCases(asking, questions);
}

/** Both sides share one seed and one desk, so that they meet the same chance on the same item. */
async function startSide(
  { ports, prepared }: Evaluating,
  version: SystemVersion,
  models: ModelDesk | undefined,
): Promise<Side> {
  const artifact = compile(version);
  const seed = `evaluation/${prepared.public.digest}`;
  const options = { seed, ...(models === undefined ? {} : { models }) };
  return {
    artifact: artifact.digest,
    runner: await openRunner(ports.sandbox, artifact, options),
    models: modelsAskedBy(artifact)
      .filter(({ provider }) => ports.models?.serves(provider) === true)
      .map(({ provider, id }) => `${provider}/${id}`),
  };
}
