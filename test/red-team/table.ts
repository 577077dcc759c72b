import type { Case, FileEdit } from "./case.ts";

type Row = readonly [
  name: string,
  code: Case["codes"][number],
  attack: readonly FileEdit[],
  twin: readonly FileEdit[],
];

/** Cases of one rule on one base, as rows: what is tried, the code, the attack, the twin. */
export function tableOf(
  rule: Case["rule"],
  base: readonly FileEdit[],
  rows: readonly Row[],
): readonly Case[] {
  return rows.map(([name, code, attack, twin]) => {
    return { name, rule, codes: [code], base, attack, twin };
  });
}
