import type { Annotation, Conclusion } from "../decision/effect.ts";
import { type Incident, standingReason } from "../incident/incident.ts";
import type { GuardLoss } from "../incident/release-guard.ts";
import { isoOf } from "../kernel/instant.ts";
import { quoteCode } from "./escape.ts";
import { renderReason } from "./reasons.ts";

/** Shown on the commit where something went around the app. */
const INCIDENT_CHECK = "omega / incident";

/** GitHub shows the newest of one name on a commit, and this can befall one that has an incident. */
const GUARD_CHECK = "omega / guard";

export function incidentCheck({ reason }: Pick<Incident, "reason">): string {
  return reason === "guard-weakened" ? GUARD_CHECK : INCIDENT_CHECK;
}

/** Rows shown before the table is cut; the record holds them all. */
const MOST_PATHS = 50;

export type IncidentText = {
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
};

/** What an incident's check run says, from its opening to its end. */
export function renderIncident(incident: Incident): IncidentText {
  const code = standingReason(incident);
  const { title, sentence, remedy } = renderReason(code);
  return {
    conclusion: conclusionOf(incident),
    title,
    summary: [
      sentence,
      remedy === "" ? "" : `**What ends it:** ${remedy}`,
      renderReach(incident),
      renderLosses(incident),
      renderPaths(incident),
      `Incident: \`${incident.id}\` · Reason code: \`${code}\``,
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
    annotations: incident.ended === undefined ? annotationsOf(incident) : [],
  };
}

function conclusionOf({ ended, reason, isOverdue }: Incident): Conclusion {
  if (ended !== undefined && ended !== "incident-superseded") return "success";
  const isOwed = reason === "emergency-review-due" && isOverdue !== true;
  return isOwed ? "action_required" : "failure";
}

function renderReach({ ended, freezes, freezesFrom, openedAt, environment }: Incident): string {
  if (ended !== undefined) return "";
  const whose =
    freezes === "repository"
      ? "of this repository"
      : `of ${freezes.map((name) => quoteCode(name)).join(", ")}`;
  const when = freezesFrom > openedAt ? ` from ${isoOf(freezesFrom)} on` : "";
  const where = environment === undefined ? "" : ` The environment is ${quoteCode(environment)}.`;
  return `No roll-out ${whose} advances${when}.${where}`;
}

const LOSSES = {
  "not-required": () => "No ruleset and no branch protection requires `omega / release`.",
  "not-pinned": () => "`omega / release` is required from anybody, and not from this app alone.",
  "bypass-added": (actors: string) => `These may merge past it now: ${actors}.`,
} as const satisfies Readonly<Record<GuardLoss["kind"], (actors: string) => string>>;

function renderLosses({ losses = [], id }: Incident): string {
  if (losses.length === 0) return "";
  const lines = losses.map((loss) => {
    const actors = loss.kind === "bypass-added" ? loss.actors : [];
    return `- ${LOSSES[loss.kind](actors.map((actor) => quoteCode(actor)).join(", "))}`;
  });
  const adopted = `To keep it so, stewards approve an amendment that adds \`${adoptionPath(id)}\`.`;
  return [...lines, "", adopted].join("\n");
}

function renderPaths({ deviations }: Incident): string {
  if (deviations.length === 0) return "";
  const rows = deviations.slice(0, MOST_PATHS).map(({ path, system, lawful, found }) => {
    const what = lawful === undefined ? "added" : found === undefined ? "removed" : "changed";
    return `| ${quoteCode(path).replaceAll("|", "\\|")} | ${system ?? "governance"} | ${what} |`;
  });
  const more = deviations.length - rows.length;
  const cut = more > 0 ? `\n\n… and ${more} more.` : "";
  return ["| path | whose | what |", "|---|---|---|", ...rows].join("\n") + cut;
}

/** A path that was removed has no line to stand on. */
function annotationsOf({ deviations, reason }: Incident): readonly Annotation[] {
  const { title, sentence } = renderReason(reason);
  return deviations
    .filter(({ found }) => found !== undefined)
    .slice(0, MOST_PATHS)
    .map(({ path }) => ({ path, line: 1, level: "failure", title, message: sentence }));
}

/** The pull request that puts things back. Its content decides, not these words. */
export function renderRevert(
  incident: Incident,
  byHand: readonly string[],
): { readonly title: string; readonly body: string } {
  if (incident.reason === "promotion-taken-back") return renderTakenBack(incident);
  const { sentence } = renderReason("changed-around");
  return {
    title: `Put back what changed around Agent-Omega (${incident.id})`,
    body: [
      `${sentence} This puts back what stood there lawfully, and nothing else.`,
      "It needs the approval of one steward who had no hand in it, and then a person to merge it. Roll-outs go on by themselves afterwards.",
      `To keep what is there instead, let stewards approve an amendment that adds \`${adoptionPath(incident.id)}\`.`,
      byHand.length === 0
        ? ""
        : `By hand, because the app may not write workflows: ${byHand.map((path) => quoteCode(path)).join(", ")}.`,
      renderPaths(incident),
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
  };
}

function renderTakenBack(incident: Incident): { readonly title: string; readonly body: string } {
  const { sentence } = renderReason("promotion-taken-back");
  const whose = incident.pull === undefined ? "" : ` It was promoted by #${incident.pull}.`;
  return {
    title: `Put back the version that production runs (${incident.id})`,
    body: [
      `${sentence}${whose} This puts back the rows of the earlier version, and nothing else.`,
      "That version ran in production before, so it needs neither evidence nor budget nor approvals. Roll-outs go on by themselves once it is merged.",
      renderPaths(incident),
    ].join("\n\n"),
  };
}

/** What a pull request restores, in its summary comment. */
export function renderRestoration(incident: Incident): string {
  if (incident.reason === "promotion-taken-back") {
    return `Puts back the version that production runs (incident \`${incident.id}\`). It ran there before, so nothing is left to show.\n\n${renderPaths(incident)}`;
  }
  return `Puts back what changed around the app (incident \`${incident.id}\`). One steward without a hand in it approves; then a person merges it.\n\n${renderPaths(incident)}`;
}

/** The file whose approval says: this is ours now. */
export function adoptionPath(incident: string): string {
  return `.omega/adopted/${incident}.md`;
}
