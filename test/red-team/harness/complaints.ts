import type { Judged } from "./judge.ts";

const MOST_EDITS = 3;

/** Verdicts that end with exit code 0. */
const LAWFUL: ReadonlySet<string> = new Set([
  "lawful",
  "not-a-mutation",
  "amendment",
  "introduction",
  "genesis",
]);

/** What is wrong with an outcome, in words; nothing when the case went as it must. */
export function complaintsAbout(judged: Judged): readonly string[] {
  return [
    ...(isRefused(judged) ? [] : [`the attack is ${judged.attack.check.verdict}`]),
    ...(isRefused(judged) && !isByItsRule(judged) ? [`refused otherwise: ${said(judged)}`] : []),
    ...(isPlaced(judged) ? [] : ["a finding of its rule has no file"]),
    ...(isTwinLawful(judged) ? [] : [`the twin is refused: ${twinSaid(judged)}`]),
    ...(judged.lane.distance <= MOST_EDITS
      ? []
      : [`the twin is ${judged.lane.distance} edits away`]),
    ...(isApart(judged) ? [] : ["the twin is the attack itself"]),
  ];
}

/** The same change may be one too many in one past and welcome in another. */
function isApart({ lane }: Judged): boolean {
  return lane.distance > 0 || lane.one.twinEarlier !== undefined;
}

export function isRefused({ attack }: Judged): boolean {
  return attack.check.verdict === "reject" || attack.check.verdict === "invalid";
}

export function isTwinLawful({ twin }: Judged): boolean {
  return LAWFUL.has(twin.check.verdict);
}

/** One of the expected codes is given under the expected rule; reading has a stage and no rule. */
export function isByItsRule({ lane, attack }: Judged): boolean {
  const { rule, codes } = lane.one;
  const isExpected = (code: string): boolean => codes.some((expected) => expected === code);
  if (rule === "reading") return attack.check.reasons.some(isExpected);
  return attack.findings.some((finding) => finding.rule === rule && isExpected(finding.code));
}

/** C6 speaks of time, which has no place in a file. */
function isPlaced({ lane, attack }: Judged): boolean {
  const { rule } = lane.one;
  const own = attack.findings.filter((finding) => finding.rule === rule);
  return rule === "C6" || own.every(({ place }) => place !== undefined && place.path !== "");
}

function said({ attack }: Judged): string {
  return attack.findings.map(({ rule, code }) => `${rule} ${code}`).join(", ");
}

function twinSaid({ twin }: Judged): string {
  const found = twin.findings.map(({ rule, code, place, facts }) => {
    const where = place?.pointer ?? place?.path ?? "";
    return `${rule} ${code}/${facts["problem"] ?? ""} ${where}`;
  });
  return [twin.check.verdict, ...found].join(", ");
}
