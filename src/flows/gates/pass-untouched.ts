import { draftOf } from "../../core/ledger/drafts.ts";
import { conclude } from "../reconcile/conclude.ts";
import type { Governed, Governing } from "./governing.ts";
import { classificationDraft } from "./governed-head.ts";
import { planRelease } from "../reconcile/plan-presence.ts";
import { recordOf } from "./record-of.ts";
import { subjectOf } from "../reconcile/reconciling.ts";

/** A pull request that changes no agent: one passing check, no comment, no budget. */
export async function passUntouched(governing: Governing): Promise<Governed> {
  const { reconciling } = governing;
  const record = recordOf(governing, { state: "not-a-mutation", reason: "not-a-mutation" });
  const about = { at: reconciling.ports.clock.now(), subject: subjectOf(reconciling) };
  await reconciling.ports.store.transact((tx) =>
    conclude(tx, reconciling.lease, {
      record,
      drafts: [
        classificationDraft(governing, about.at),
        draftOf("decision", about, { decision: "not-a-mutation", reason_code: "not-a-mutation" }),
      ],
      effects: [planRelease(record)],
    }),
  );
  return {};
}
