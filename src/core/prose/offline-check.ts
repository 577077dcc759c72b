import type { OfflineVerdict } from "../decision/offline-verdict.ts";
import type { Finding, Place } from "../gate/finding.ts";
import type { GateReport } from "../gate/gate.ts";
import type { Edit } from "../ir/change-set.ts";
import type { Mutation } from "../ir/mutation.ts";
import { visible } from "./escape.ts";
import { renderFinding } from "./findings.ts";
import { renderReason } from "./reasons.ts";

type Tone = "good" | "bad" | "strong" | "quiet";

/** How a terminal shows a tone; anything else gets the text as it is. */
export type Paint = (tone: Tone, text: string) => string;

type Checked = OfflineVerdict & {
  readonly reports: readonly GateReport[];
  readonly mutation?: Mutation;
};

const GOOD: readonly string[] = [
  "lawful",
  "accept",
  "not-a-mutation",
  "amendment",
  "introduction",
  "genesis",
  "restoration",
];

/** Edits listed before the rest is only counted. */
const MOST_EDITS = 50;

/** A check on a clone for people: the verdict, each finding at its line, and what changes. */
export function renderOfflineCheck(checked: Checked, paint: Paint): string {
  const { verdict, reasons, reports, mutation } = checked;
  const tone = GOOD.includes(verdict) ? "good" : "bad";
  return [
    `${paint(tone, verdict)} ${paint("quiet", reasons.join(", "))}\n${sentenceOf(checked)}`,
    ...reports.map((report) => renderReport(report, paint)),
    ...(mutation === undefined ? [] : [renderMutation(mutation, paint)]),
  ].join("\n\n");
}

function sentenceOf({ verdict, reasons: [first] }: Checked): string {
  switch (verdict) {
    case "lawful":
      return "No rule is breached and the change is well formed. Whether it is better, the app decides with evidence.";
    case "accept":
      return "The app accepts it, on this record and these suites. It is staged next: shadow, canary, promotion.";
    case "amendment":
      return "Only governed files change, and they are well formed. People whom the charter names approve it.";
    case "introduction":
      return "A system is introduced, and it can be read. People whom the charter names approve it.";
    case "genesis":
      return "This is a first charter, and it can be read. An administrator of the repository approves it.";
    default:
      return first === undefined ? "" : sentencesOf(first);
  }
}

function sentencesOf(code: OfflineVerdict["reasons"][number]): string {
  const { sentence, remedy } = renderReason(code);
  return remedy === "" ? sentence : `${sentence} ${remedy}`;
}

function renderReport({ gate, outcome, findings }: GateReport, paint: Paint): string {
  const title = `${paint("strong", gate)}: ${paint(outcome === "pass" ? "good" : "bad", outcome)}`;
  return [title, ...findings.map((finding) => renderAt(finding, paint))].join("\n");
}

/** One finding in three lines: where, what, and the lawful way. */
export function renderAt(finding: Finding, paint: Paint): string {
  const { message, remedy } = renderFinding(finding);
  const place = finding.place === undefined ? "" : `${locate(finding.place)} `;
  const title = `  ${paint("strong", `${place}${finding.rule}`)} ${paint("quiet", finding.code)}`;
  return [title, `    ${message}`, ...(remedy === "" ? [] : [`    ${remedy}`])].join("\n");
}

/** In the form that editors and terminals open. */
function locate({ path, line, column }: Place): string {
  const rest = [line, column].filter((part) => part !== undefined);
  return visible([path, ...rest].join(":"));
}

function renderMutation({ system, mutationClass, changes }: Mutation, paint: Paint): string {
  const { edits } = changes;
  const rest = edits.length - MOST_EDITS;
  return [
    `${paint("strong", "changes")}: ${system}, ${mutationClass}`,
    ...edits.slice(0, MOST_EDITS).map(renderEdit),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ].join("\n");
}

function renderEdit(edit: Edit): string {
  const { kind, pointer, tier, widening } = edit;
  return `  ${locate(edit)} ${kind} ${visible(pointer)} (${tier}${widening ? ", widens" : ""})`;
}

type Circumstances = {
  readonly isMutation: boolean;
  readonly isHeard: boolean;
  readonly baselineMoved: boolean;
  /** What the change was held against: a record tells of budget and drift, suites of evidence. */
  readonly against: "nothing" | "record" | "record-and-suites";
};

/** What a check on a clone leaves open, so that nobody takes `lawful` for more than it is. */
export function renderLimits(circumstances: Circumstances): readonly string[] {
  const { isMutation, isHeard, baselineMoved, against } = circumstances;
  if (!isMutation) return [];
  return [
    ...(isHeard
      ? []
      : ["Not checked: objective and claimed class, because no description was given (`--body`)."]),
    ...NOT_CHECKED[against],
    ...(baselineMoved
      ? [
          "The system changed on the base meanwhile: the app holds this until the branch is brought up to date (`baseline-moved`).",
        ]
      : []),
  ];
}

const NOT_CHECKED: Readonly<Record<Circumstances["against"], readonly string[]>> = {
  nothing: [
    "Not checked: budget, cumulative drift and evidence. They take the app's record (`--ledger`) and the sealed suites (`--sealed`).",
  ],
  record: ["Not checked: evidence. It takes the sealed suites (`--sealed`)."],
  "record-and-suites": [],
};
