import { CANARY_BAR } from "../../../src/core/rollout/assess.ts";
import { type Likely, likely } from "../simulation/figures.ts";
import type { CanaryRow, Compared, SplitFound } from "./compare-rules.ts";

const HEAD = [
  "split",
  "rule",
  "healthy, taken back",
  "in a shared outage",
  "found, drop .05/.10/.20",
  "median requests [95 %]",
  "times the product's",
];

/**
 * All rules at all splits. A rule that takes back fewer healthy canaries than the product is followed
 * by the product with its bar raised until it takes back no more of them, on the same requests.
 */
export function tableOf(splits: readonly SplitFound[]): string {
  const rows = splits.flatMap(({ split, product, compared }) => [
    [split, ...cellsOf(product), ""],
    ...compared.flatMap((one) => [
      [split, ...cellsOf(one.rule), ratiosOf(one)],
      ...(one.bar > CANARY_BAR ? [["", ...cellsOf(one.matched), ""]] : []),
    ]),
  ]);
  const lines = [HEAD, ...rows];
  const widths = HEAD.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? "").length)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cellsOf({ name, calm, shared, found, requests }: CanaryRow): readonly string[] {
  return [
    name,
    likely(calm),
    likely(shared),
    found.map(({ value }) => value.toFixed(2)).join(" / "),
    requests.map(median).join(" / "),
  ];
}

function median({ value, lower, upper }: Likely): string {
  return value < Infinity ? `${value} [${lower}, ${written(upper)}]` : "never";
}

function written(value: number): string {
  return value < Infinity ? String(value) : "never";
}

/** How many times the product's requests the rule needs, for each drop. */
function ratiosOf({ rule, matched }: Pick<Compared, "rule" | "matched">): string {
  return rule.requests
    .map(({ value }, at) => value / (matched.requests[at]?.value ?? Number.NaN))
    .map((ratio) => (ratio < Infinity ? ratio.toFixed(1) : "∞"))
    .join(" / ");
}
