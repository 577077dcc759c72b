import type { SystemRules } from "../../core/ir/charter.ts";
import { parseSuite, type Suite } from "../../core/ir/parse-suite.ts";
import type { GatheredChange } from "../reading/gather-change.ts";
import type { ShownSuites } from "./prepare-suites.ts";

/** The suites that everybody may read, as the base branch's tip has them, never as the proposer does. */
export function shownSuites({ tip }: GatheredChange, { path, suites }: SystemRules): ShownSuites {
  const load = (dataset: string | undefined): Suite | undefined => {
    const file = `${path}/${dataset ?? ""}`;
    const entry = tip.tree.get(file);
    const bytes = entry && tip.blobs.get(entry.sha);
    const suite = bytes && parseSuite(file, bytes);
    return suite?.ok === true ? suite.value : undefined;
  };
  const shown = load(suites.public.dataset);
  const safety = load(suites.safety?.dataset);
  const rubric = load(suites.rubric?.dataset);
  const calibration = load(suites.rubric?.calibration);
  return {
    ...(shown === undefined ? {} : { public: shown }),
    ...(safety === undefined ? {} : { safety }),
    ...(rubric === undefined ? {} : { rubric }),
    ...(calibration === undefined ? {} : { calibration }),
  };
}
