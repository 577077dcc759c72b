import { type Digest, digestOfJson } from "../../core/kernel/digest.ts";
import type { PullRequest } from "../../ports/forge.ts";
import type { GatheredChange } from "./gather-change.ts";

/**
 * What a conclusion is bound to: head, both system versions, charter, suites, and what the
 * proposer claims. When one of these changes the conclusion is void; nothing else voids it.
 */
export function boundOf(pull: PullRequest, gathered: GatheredChange): Digest {
  const { change, tip, rules } = gathered;
  const suites = rules === undefined ? [] : suitePaths(rules);
  return digestOfJson({
    head: pull.headSha,
    body: pull.body,
    draft: pull.isDraft,
    before: change.mutation?.before.digest ?? null,
    after: change.mutation?.after.digest ?? null,
    charter: change.charterDigest,
    suites: suites.map((path) => tip.tree.get(path)?.sha ?? null),
  });
}

function suitePaths(rules: NonNullable<GatheredChange["rules"]>): readonly string[] {
  const { public: shown, safety, rubric } = rules.suites;
  return [
    shown.dataset,
    ...(safety === undefined ? [] : [safety.dataset]),
    ...(rubric === undefined ? [] : [rubric.dataset, rubric.calibration]),
  ].map((path) => `${rules.path}/${path}`);
}
