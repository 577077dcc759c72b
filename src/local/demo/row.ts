import type { Entry } from "../../core/ledger/entry.ts";
import type { RepositoryName } from "./proposer.ts";
import type { Expected, Scenario } from "./scenario.ts";

/** One line of the demo's table. Every figure is computed from the ledger entries it names. */
export type Row = {
  readonly name: string;
  readonly tried: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly pull_request: number;
  readonly url: string;
  readonly expected: Expected;
  readonly as_expected: boolean;
  readonly gates: Readonly<Record<string, string>>;
  readonly decision: string;
  readonly stage: string;
  readonly reason_code: string;
  readonly seconds: number;
  readonly entries: readonly number[];
  /** The export of the repository's record that the entries stand in. */
  readonly export: string;
};

export type Opened = {
  readonly scenario: Scenario;
  readonly repository: RepositoryName;
  readonly pull: number;
  readonly url: string;
};

/** What a repository's record was exported to, and its entries. */
export type Recorded = { readonly file: string; readonly entries: readonly Entry[] };

/**
 * Reads a row out of the repository's record: the entries about this pull request, in their order,
 * and no others.
 */
export function rowOf(opened: Opened, record: Recorded): Row {
  const { scenario, repository } = opened;
  const entries = record.entries.filter((entry) => isAbout(entry, opened.pull));
  const figures = figuresOf(entries);
  return {
    name: scenario.name,
    tried: scenario.tried,
    repository: `${repository.owner}/${repository.repo}`,
    pull_request: opened.pull,
    url: opened.url,
    expected: scenario.expected,
    as_expected:
      figures.decision === scenario.expected.decision &&
      figures.stage === scenario.expected.stage &&
      figures.reason_code === scenario.expected.reason_code,
    ...figures,
    entries: entries.map((entry) => entry.seq),
    export: record.file,
  };
}

type Figures = Pick<Row, "gates" | "decision" | "stage" | "reason_code" | "seconds">;

/** A group of a merge queue is about the pull request whose head it adds to the others. */
function isAbout({ subject, body }: Entry, pull: number): boolean {
  return subject.pull === pull || (body["decision"] === GROUP && body["pull"] === pull);
}

const GROUP = "merge-group";

/**
 * The last word on each gate, the last decision, the last stage and the reason it ended there. A
 * group that was refused is the reason, and so is a command that was: nothing came of either. Seconds run from the first entry about the pull request to the last.
 */
function figuresOf(entries: readonly Entry[]): Figures {
  const lastOf = (is: (entry: Entry) => boolean): Entry | undefined => entries.findLast(is);
  const gates = entries
    .filter(isGate)
    .map((entry) => [text(entry, "gate"), text(entry, "outcome")] as const);
  const first = entries.at(0)?.at ?? 0;
  const last = entries.at(-1)?.at ?? 0;
  return {
    gates: Object.fromEntries(gates),
    decision: text(lastOf(isDecision), "decision"),
    stage: text(lastOf(isStage), "stage"),
    // Nothing is decided about what waits for its slot; then the last gate says why.
    reason_code: text(lastOf(isRefusedGroup) ?? lastOf(isEnding) ?? lastOf(isGate), "reason_code"),
    seconds: (last - first) / 1000,
  };
}

const isGate = ({ kind }: Entry): boolean => kind === "gate";

const isStage = ({ kind }: Entry): boolean => kind === "stage";

const isGroup = ({ body }: Entry): boolean => body["decision"] === GROUP;

const isDecision = (entry: Entry): boolean => entry.kind === "decision" && !isGroup(entry);

const isRefusedGroup = (entry: Entry): boolean =>
  isGroup(entry) && entry.body["reason_code"] !== "passed";

const isRefusedCommand = ({ kind, body }: Entry): boolean =>
  kind === "command" && body["reason_code"] !== "command-obeyed";

const isEnding = (entry: Entry): boolean =>
  isDecision(entry) || isStage(entry) || isRefusedCommand(entry);

function text(entry: Entry | undefined, key: string): string {
  const value = entry?.body[key];
  return typeof value === "string" ? value : "-";
}
