import type { Random } from "./random.ts";

const KEYS = [
  "tier",
  "name",
  "a",
  "maxTokens",
  "min_share",
  "tool-calls",
  "Z9",
  "path",
  "no-cards",
  "null-x",
];
const WORDS = [
  "plain",
  "two words",
  "a/b.c",
  "under_score",
  "dash-ed - word",
  "e3",
  "x86",
  "Infinity",
  "nan",
];
const NUMBERS = [
  "0",
  "7",
  "-12",
  "123456789012345",
  "0.5",
  "-3.25",
  "10.0",
  "0.1",
  "999999999.999999",
];
const QUOTED = [
  "''",
  '""',
  "'it''s'",
  '"say \\"x\\" \\\\ \\/ \\n\\t"',
  "'# no comment'",
  '"a: b, [c]"',
  "'no'",
  '"010"',
  '"für → 汉 😀"',
  "' x '",
  '"~"',
  "'{'",
];
const PROSE = [
  "one",
  "  deeper",
  "two # not a comment",
  "- no list",
  "key: no mapping",
  "",
  "'quote",
  "für 汉 😀",
  '"',
  "{{x}} [y]",
];
const COMMENTS = ["# note", "#x", "# tier: 3", "# 'open", '# "', "# { [ |", "# - a: b", "# für 汉"];

const LITERALS = ["|", "|", "|", "|", "|", "|", "|-", "|-", "|-", "| # c", "|+", ">"];
const GAPS = ["", "", "", "", " ", "\n         ", " # c\n         ", "\n         # c\n         "];
const ODD_GAPS = ["\n# c\n         ", "\n", "#c\n         ", "\n\n  "];

/** A document that mostly stays within the strict profile, in one of the many ways to lay it out. */
export function writeDocument(random: Random): string {
  const rows: string[] = [];
  if (random.chance(0.2)) rows.push(random.pick(COMMENTS));
  rows.push(...block(random, 0, 0));
  if (random.chance(0.1)) rows.push(random.pick(COMMENTS));
  const end = random.pick(["\n", "\n", "\n", "\n", "\n\n", ""]);
  return rows.join("\n") + end;
}

function block(random: Random, depth: number, margin: number): readonly string[] {
  const keys = new Set(
    Array.from({ length: 1 + random.below(depth === 0 ? 6 : 3) }, () => random.pick(KEYS)),
  );
  return [...keys].flatMap((key) => [
    ...between(random, margin),
    ...member(random, { lead: `${" ".repeat(margin)}${key}:`, depth, margin }),
  ]);
}

function between(random: Random, margin: number): readonly string[] {
  if (random.chance(0.85)) return [];
  const comment = `${" ".repeat(random.pick([0, margin, margin + 2]))}${random.pick(COMMENTS)}`;
  return [random.pick(["", "  ", comment])];
}

type Member = { readonly lead: string; readonly depth: number; readonly margin: number };

function member(random: Random, { lead, depth, margin }: Member): readonly string[] {
  const kind = random.below(depth > 3 ? 6 : 10);
  const inner = margin + 1 + random.below(4);
  if (kind === 6) return [`${lead}${after(random)}`, ...block(random, depth + 1, inner)];
  if (kind === 7) return [`${lead}${after(random)}`, ...list(random, depth + 1, inner)];
  if (kind === 8) return [`${lead}${after(random)}`, ...list(random, depth + 1, margin)];
  if (kind === 9) return literal(random, lead, inner);
  const space = random.pick([" ", " ", " ", "  "]);
  return [
    `${lead}${space}${random.chance(0.3) ? flow(random, 0) : scalar(random)}${after(random)}`,
  ];
}

function list(random: Random, depth: number, margin: number): readonly string[] {
  const lead = `${" ".repeat(margin)}-`;
  return Array.from({ length: 1 + random.below(3) }, () => {
    const kind = random.below(depth > 3 ? 4 : 8);
    if (kind === 4) {
      const [first = "", ...rest] = block(random, depth + 1, margin + 2);
      return [first.startsWith(" ") ? `${lead} ${first.trimStart()}` : `${lead} x`, ...rest];
    }
    if (kind === 5) return [lead, ...block(random, depth + 1, margin + 1 + random.below(3))];
    if (kind === 6) return [`${lead} - ${scalar(random)}`, `${" ".repeat(margin + 2)}- x`];
    if (kind === 7) return literal(random, lead, margin + 1 + random.below(3));
    return [`${lead} ${random.chance(0.3) ? flow(random, 0) : scalar(random)}${after(random)}`];
  }).flat();
}

function literal(random: Random, lead: string, margin: number): readonly string[] {
  const rows = Array.from({ length: 1 + random.below(4) }, () => random.pick(PROSE));
  const text = rows.map((row) => (row === "" ? "" : " ".repeat(margin) + row));
  return [`${lead} ${random.pick(LITERALS)}`, ...text];
}

function flow(random: Random, depth: number): string {
  const gap = (): string => random.pick(random.chance(0.05) ? ODD_GAPS : GAPS);
  const items = Array.from({ length: random.below(4) }, () =>
    depth < 3 && random.chance(0.3) ? flow(random, depth + 1) : scalar(random),
  );
  if (random.chance(0.5)) return `[${gap()}${items.join(`${gap()}, `)}${gap()}]`;
  const names = [...new Set(items.map(() => random.pick(KEYS)))];
  const pairs = names.map((name, index) => `${name}: ${items[index] ?? "x"}`);
  return `{${gap()}${pairs.join(`,${gap()} `)}${random.chance(0.1) ? "," : ""}${gap()}}`;
}

function scalar(random: Random): string {
  const constants = ["true", "false", "null"];
  return random.pick([...WORDS, ...NUMBERS, ...QUOTED, ...constants]);
}

function after(random: Random): string {
  return random.pick(["", "", "", "", "", " ", `  ${random.pick(COMMENTS)}`]);
}
