import type { Case } from "../case.ts";
import { RULES } from "../case.ts";
import { complaintsAbout, isByItsRule, isRefused, isTwinLawful } from "./complaints.ts";
import type { Judged } from "./judge.ts";

type Line = {
  readonly rule: Case["rule"];
  readonly cases: number;
  readonly refused: number;
  readonly byItsRule: number;
  readonly twinsRefused: number;
  /** Cases that no other rule of the constitution refuses. */
  readonly dependent: number;
  /** Of those, the ones that validation would let pass as well. */
  readonly unguarded: number;
};

export type Report = {
  readonly lines: readonly Line[];
  readonly slowest: { readonly name: string; readonly milliseconds: number };
  /** For each rule, the cases that are accepted or only invalid once it is taken away. */
  readonly ablation: Readonly<Record<string, readonly string[]>>;
  readonly complaints: readonly { readonly name: string; readonly complaints: readonly string[] }[];
};

export function reportOn(judged: readonly Judged[]): Report {
  const rules = RULES.filter((rule) => judged.some(({ lane }) => lane.one.rule === rule));
  return {
    lines: rules.map((rule) => lineOf(rule, judged)),
    slowest: slowestOf(judged),
    ablation: Object.fromEntries(
      rules.map((rule) => [rule, dependentOn(rule, judged).map(nameOf)]),
    ),
    complaints: judged.flatMap((one) => {
      const complaints = complaintsAbout(one);
      return complaints.length === 0 ? [] : [{ name: nameOf(one), complaints }];
    }),
  };
}

function lineOf(rule: Case["rule"], judged: readonly Judged[]): Line {
  const own = judged.filter(({ lane }) => lane.one.rule === rule);
  const dependent = dependentOn(rule, judged);
  return {
    rule,
    cases: own.length,
    refused: own.filter(isRefused).length,
    byItsRule: own.filter(isByItsRule).length,
    twinsRefused: own.filter((one) => !isTwinLawful(one)).length,
    dependent: dependent.length,
    unguarded: dependent.filter(({ attack }) => attack.behind.length === 0).length,
  };
}

/** Attacks of which nothing but this rule has anything to say. Reading stands before all rules. */
function dependentOn(rule: Case["rule"], judged: readonly Judged[]): readonly Judged[] {
  return judged.filter(({ attack }) => {
    const { findings } = attack;
    const isRead = rule === "reading";
    return (
      findings.length > 0 &&
      findings.every((finding) => (isRead ? !/^C\d$/.test(finding.rule) : finding.rule === rule))
    );
  });
}

function slowestOf(judged: readonly Judged[]): Report["slowest"] {
  const all = judged.flatMap(({ lane, attack, twin }) => [
    { name: lane.one.name, milliseconds: attack.milliseconds },
    { name: `${lane.one.name} (twin)`, milliseconds: twin.milliseconds },
  ]);
  return all.reduce((left, right) => (right.milliseconds > left.milliseconds ? right : left), {
    name: "none",
    milliseconds: 0,
  });
}

function nameOf({ lane }: Judged): string {
  return `${lane.one.rule}: who ${lane.one.name}`;
}

/** The report for people. The bars: everything refused by its rule, no twin refused. */
export function renderReport({ lines, slowest, complaints }: Report): string {
  const head = [
    "rule",
    "cases",
    "refused",
    "by its rule",
    "twins refused",
    "need it",
    "need it alone",
  ];
  const rows = [...lines, totalOf(lines)].map((line) =>
    [
      line.rule,
      line.cases,
      line.refused,
      line.byItsRule,
      line.twinsRefused,
      line.dependent,
      line.unguarded,
    ].map(String),
  );
  const table = [head, ...rows].map((row) =>
    row.map((cell, at) => cell.padStart(head[at]?.length ?? 0).padEnd(8)).join("  "),
  );
  const { cases, refused, byItsRule, twinsRefused } = totalOf(lines);
  return [
    ...table,
    "",
    `detection ${share(refused, cases)}, wrong rule ${share(refused - byItsRule, cases)}, false positives ${share(twinsRefused, cases)}`,
    `slowest: ${slowest.milliseconds.toFixed(0)} ms, who ${slowest.name}`,
    ...complaints.map((one) => `${one.name}: ${one.complaints.join("; ")}`),
  ].join("\n");
}

function totalOf(lines: readonly Line[]): Omit<Line, "rule"> & { readonly rule: string } {
  const sum = (of: (line: Line) => number): number =>
    lines.reduce((all, line) => all + of(line), 0);
  return {
    rule: "all",
    cases: sum(({ cases }) => cases),
    refused: sum(({ refused }) => refused),
    byItsRule: sum(({ byItsRule }) => byItsRule),
    twinsRefused: sum(({ twinsRefused }) => twinsRefused),
    dependent: sum(({ dependent }) => dependent),
    unguarded: sum(({ unguarded }) => unguarded),
  };
}

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}
