import type { Annotation, CheckAction, Conclusion } from "../decision/effect.ts";
import type { Finding } from "../gate/finding.ts";
import type { Gate, GateReport } from "../gate/gate.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import { COMMAND_LABEL_PREFIX, type Command } from "../rollout/command.ts";
import { renderFinding } from "./findings.ts";
import { renderReason } from "./reasons.ts";

/** The names of the check runs; the ruleset requires the release one, pinned to our app. */
export const RELEASE_CHECK = "omega / release";

export function checkNameOf(gate: Gate): string {
  return `omega / ${gate}`;
}

/** GitHub accepts at most fifty annotations in one request; the summary says how many there are. */
const MOST_ANNOTATIONS = 50;

/**
 * How an outcome concludes on GitHub. Never `skipped`, and `neutral` only while the charter only
 * watches, because GitHub lets both of them pass a required check.
 */
export function conclusionOf(
  { outcome, reason }: Pick<GateReport, "outcome" | "reason">,
  mode: "enforce" | "monitor",
): Conclusion {
  if (reason === "only-watched") return "neutral";
  if (outcome === "pass") return "success";
  if (mode === "monitor") return "neutral";
  return outcome === "fail" ? "failure" : "action_required";
}

export type CheckText = {
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly actions: readonly CheckAction[];
};

/** What a gate's check run says: the reason first, then each finding with its lawful way. */
export function renderGateCheck(
  report: GateReport,
  mode: "enforce" | "monitor",
  evidence = "",
): CheckText {
  const reason = renderReason(report.reason);
  const watching =
    mode === "monitor" && report.outcome !== "pass"
      ? "The charter only watches (`mode: monitor`): this would have been refused.\n\n"
      : "";
  const findings = report.findings.map(renderFindingLine).join("\n");
  const unblock = report.outcome === "pass" ? "" : `\n\n**What unblocks it:** ${reason.remedy}`;
  return {
    title: titleOf(report, reason.title),
    summary: [
      `${watching}${reason.sentence}${unblock}`,
      findings === "" ? "" : `### Findings\n\n${findings}`,
      evidence,
      `Reason code: \`${report.reason}\``,
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
    annotations: report.findings
      .flatMap((finding) =>
        annotationOf(finding, report.outcome === "pass" ? "warning" : "failure"),
      )
      .slice(0, MOST_ANNOTATIONS),
    actions: [],
  };
}

function titleOf(report: GateReport, title: string): string {
  const count = report.findings.length;
  if (count === 0) return title;
  return `${title} (${count} ${count === 1 ? "finding" : "findings"})`;
}

function renderFindingLine(finding: Finding): string {
  const { message, remedy } = renderFinding(finding);
  const place =
    finding.place === undefined
      ? ""
      : ` \`${finding.place.path}${finding.place.line === undefined ? "" : `:${finding.place.line}`}\``;
  return `- **${finding.rule}**${place}: ${message} *${remedy}* (\`${finding.code}\`)`;
}

function annotationOf(finding: Finding, level: Annotation["level"]): readonly Annotation[] {
  if (finding.place === undefined) return [];
  const { message, remedy } = renderFinding(finding);
  return [
    {
      path: finding.place.path,
      line: finding.place.line ?? 1,
      level,
      title: `${finding.rule}: ${finding.code}`,
      // GitHub shows annotations as plain text.
      message: `${message}\n${remedy}`.replaceAll("`", ""),
    },
  ];
}

const ON_WORD =
  "Or people let live evidence decide: as many stewards as `quorum.quarantine_to_canary` says approve this very commit, then an operator puts `omega:shadow`.";

/** The release check: closed until the state machine promotes, and open at once where nothing runs. */
export function renderRelease(
  reason: ReasonCode,
  commands: readonly Command[],
  { onWord }: { readonly onWord: boolean },
): { readonly title: string; readonly summary: string } {
  const text = renderReason(reason);
  const labels = commands.map((command) => `\`${COMMAND_LABEL_PREFIX}${command}\``).join(", ");
  return {
    title: text.title,
    summary: [
      text.sentence,
      text.remedy,
      onWord ? ON_WORD : "",
      labels === "" || onWord ? "" : `An operator can now put one of these labels: ${labels}.`,
      `Reason code: \`${reason}\``,
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
  };
}
