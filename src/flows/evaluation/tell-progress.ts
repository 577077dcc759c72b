import type { Effect } from "../../core/decision/effect.ts";
import { evaluationReport } from "../../core/evaluation/report-evaluation.ts";
import { checkNameOf } from "../../core/prose/checks.ts";
import { renderProgress, renderSealedProgress } from "../../core/prose/progress.ts";
import { headOf } from "../gates/governed-head.ts";
import type { Governing } from "../gates/governing.ts";
import { checkSlot, planGateCheck } from "../gates/plan-checks.ts";
import { performEffects } from "../reconcile/perform-effects.ts";
import type { SuiteProgress } from "./evaluating.ts";

/** One that ends sooner is over before anybody has looked. */
const QUIET_MS = 20_000;

/**
 * Twelve of the fourteen writes that one evaluation may cost are its verdicts. One tells of the
 * public suite and one of the sealed; where there is none, the public suite has both.
 */
const MOST_TOLD = 2;

export type Telling = {
  onProgress(progress: SuiteProgress): Promise<void>;
  /** Ends a check that says it goes on, where nobody can say when it will. */
  breakOff(): Promise<void>;
};

/** Says on the evaluation's own check how far it is, where that takes long enough to be asked. */
export function openTelling(governing: Governing): Telling {
  const { clock } = governing.reconciling.ports;
  const begun = clock.now();
  const told = { times: 0, sealed: false, at: begun };
  const mostShown = governing.gathered.rules?.suites.sealed === undefined ? MOST_TOLD : 1;
  const isDue = ({ suite }: SuiteProgress): boolean => {
    if (showsVerdict(governing) || clock.now() - told.at < QUIET_MS * told.times) return false;
    if (clock.now() - begun < QUIET_MS) return false;
    return suite === "sealed" ? !told.sealed : suite === "public" && told.times < mostShown;
  };
  return {
    onProgress: async (progress) => {
      if (!isDue(progress)) return;
      told.times += 1;
      told.at = clock.now();
      told.sealed ||= progress.suite === "sealed";
      await publish(governing, planProgress(governing, progress, clock.now() - begun));
    },
    breakOff: async () => {
      if (told.times === 0) return;
      const report = evaluationReport("no-data", "evaluation-interrupted");
      await publish(governing, planGateCheck(headOf(governing), report));
    },
  };
}

/** A verdict that this head has already must not vanish behind the word that it is looked at again. */
function showsVerdict({ earlier, reconciling }: Governing): boolean {
  return earlier?.headSha === reconciling.pull.headSha && earlier.decision !== undefined;
}

function planProgress(
  governing: Governing,
  { suite, done, total, known }: SuiteProgress,
  elapsed: number,
): Effect {
  const head = headOf(governing);
  const left = (elapsed / done) * (total - done);
  const text =
    suite === "sealed"
      ? renderSealedProgress()
      : renderProgress({ done: known + done, total: known + total, elapsed, left });
  return {
    kind: "publish-check",
    slot: checkSlot(head, "evaluation"),
    sha: head.sha,
    name: checkNameOf("evaluation"),
    ...text,
    annotations: [],
    actions: [],
  };
}

/** A GitHub that is away must not end an evaluation: what was planned is performed with the verdict. */
async function publish({ reconciling }: Governing, effect: Effect): Promise<void> {
  const { ports, lease } = reconciling;
  await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    await tx.outbox.plan(lease.key, effect, (await tx.ledger.head()).size - 1);
  });
  await performEffects(reconciling).catch((fault: unknown) => {
    const detail = fault instanceof Error ? fault.message : String(fault);
    ports.log.warn("progress was not shown", { pull: lease.key.pull, detail });
  });
}
