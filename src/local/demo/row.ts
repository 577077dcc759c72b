import type { Entry } from "../../core/ledger/entry.ts";
import type { Expected, Scenario } from "./scenario.ts";

/** One line of the demo's table. Every figure is computed from the ledger entries it names. */
export type Row = {
  readonly name: string;
  readonly tried: string;
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
};

export type Opened = { readonly scenario: Scenario; readonly pull: number; readonly url: string };

/** Reads a row out of the ledger: the entries about this pull request, in their order, and no others. */
export function rowOf(opened: Opened, ledger: readonly Entry[]): Row {
  const { scenario } = opened;
  const entries = ledger.filter((entry) => entry.subject.pull === opened.pull);
  const figures = figuresOf(entries);
  return {
    name: scenario.name,
    tried: scenario.tried,
    pull_request: opened.pull,
    url: opened.url,
    expected: scenario.expected,
    as_expected:
      figures.decision === scenario.expected.decision &&
      figures.stage === scenario.expected.stage &&
      figures.reason_code === scenario.expected.reason_code,
    ...figures,
    entries: entries.map((entry) => entry.seq),
  };
}

type Figures = Pick<Row, "gates" | "decision" | "stage" | "reason_code" | "seconds">;

/**
 * The last word on each gate, the last decision, the last stage and the reason it ended there.
 * Seconds run from the first entry about the pull request to the last.
 */
function figuresOf(entries: readonly Entry[]): Figures {
  const lastOf = (...kinds: readonly string[]): Entry | undefined =>
    entries.findLast((entry) => kinds.includes(entry.kind));
  const gates = entries
    .filter((entry) => entry.kind === "gate")
    .map((entry) => [text(entry, "gate"), text(entry, "outcome")] as const);
  const first = entries.at(0)?.at ?? 0;
  const last = entries.at(-1)?.at ?? 0;
  return {
    gates: Object.fromEntries(gates),
    decision: text(lastOf("decision"), "decision"),
    stage: text(lastOf("stage"), "stage"),
    // Nothing is decided about what waits for its slot; then the last gate says why.
    reason_code: text(lastOf("decision", "stage") ?? lastOf("gate"), "reason_code"),
    seconds: (last - first) / 1000,
  };
}

function text(entry: Entry | undefined, key: string): string {
  const value = entry?.body[key];
  return typeof value === "string" ? value : "-";
}
