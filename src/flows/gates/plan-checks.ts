import type { Effect } from "../../core/decision/effect.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { PullNumber, Sha } from "../../core/kernel/ids.ts";
import { checkNameOf, conclusionOf, renderGateCheck } from "../../core/prose/checks.ts";
import { renderBreachComment, renderReviewBody } from "../../core/prose/review.ts";

export type CheckedHead = {
  readonly pull: PullNumber;
  readonly sha: Sha;
  readonly mode: "enforce" | "monitor";
};

/**
 * A gate's check run. The slot names the pull request too: one commit can be the head of two, and
 * neither may overwrite the other's verdict.
 */
export function planGateCheck(head: CheckedHead, report: GateReport, evidence = ""): Effect {
  const text = renderGateCheck(report, head.mode, evidence);
  return {
    kind: "publish-check",
    slot: checkSlot(head, report.gate),
    sha: head.sha,
    name: checkNameOf(report.gate),
    conclusion: conclusionOf(report, head.mode),
    ...text,
  };
}

export function checkSlot(head: Pick<CheckedHead, "pull" | "sha">, check: string): string {
  return `check/${head.sha}/${head.pull}/${check}`;
}

/** Breaches of the six rules also stand on their lines, where the proposer is reading. */
export function planBreachReview(head: CheckedHead, report: GateReport): readonly Effect[] {
  const breaches = report.findings.filter((finding) => /^C[1-6]$/.test(finding.rule));
  const comments = breaches.flatMap((breach) =>
    breach.place === undefined
      ? []
      : [
          {
            path: breach.place.path,
            line: breach.place.line ?? 1,
            body: renderBreachComment(breach),
          },
        ],
  );
  if (comments.length === 0) return [];
  return [
    {
      kind: "review-lines",
      slot: `review/${head.sha}/${head.pull}/${report.gate}`,
      pull: head.pull,
      sha: head.sha,
      body: renderReviewBody(breaches.length),
      comments,
    },
  ];
}
