import {
  type Claim,
  MUTATION_CLASSES,
  type MutationClass,
  type Objective,
  OBJECTIVES,
} from "./mutation.ts";

const MAX_BODY = 65_536;
const MAX_HYPOTHESIS = 2_000;
const SHORTEST_EMERGENCY = 10;

/**
 * What the proposer says of the change, from the headings of the pull request template:
 * `## Hypothesis`, `## Objective`, `## Claimed class`. Untrusted and bounded; a word that is none
 * of the known ones is no claim. Text in HTML comments is the template's, not the proposer's.
 * On a clone there is no body at all, which is not the same as an empty one.
 */
export function parseClaim(body: string | undefined): Claim {
  if (body === undefined) return { hypothesis: "", isUnheard: true };
  const sections = sectionsOf(body.slice(0, MAX_BODY));
  const objective = firstOf(OBJECTIVES, sections.get("objective"));
  const mutationClass = firstOf(MUTATION_CLASSES, sections.get("claimed class"));
  return {
    hypothesis: (sections.get("hypothesis") ?? "").slice(0, MAX_HYPOTHESIS),
    ...(objective === undefined ? {} : { objective }),
    ...(mutationClass === undefined ? {} : { mutationClass }),
  };
}

/**
 * Why somebody asks for an emergency, from the heading `## Emergency`; nothing where the section is
 * missing or too short to name a reason and a ticket.
 */
export function parseEmergency(body: string): string | undefined {
  const text = sectionsOf(body.slice(0, MAX_BODY)).get("emergency") ?? "";
  return text.length < SHORTEST_EMERGENCY ? undefined : text.slice(0, MAX_HYPOTHESIS);
}

/** Section texts by lower-cased heading; of two with one heading the first counts. */
function sectionsOf(body: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  let heading = "";
  let lines: string[] = [];
  for (const line of [...withoutComments(body).split(/\r?\n/), "## "]) {
    const title = /^##[ \t]+(\S.{0,99})$|^## $/.exec(line);
    if (title === null) {
      lines.push(line);
      continue;
    }
    if (!sections.has(heading)) sections.set(heading, lines.join("\n").trim());
    heading = (title[1] ?? "").trim().toLowerCase();
    lines = [];
  }
  return sections;
}

function withoutComments(body: string): string {
  const parts = body.split("<!--");
  const [first = "", ...others] = parts;
  return first + others.map((part) => part.slice(endOfComment(part))).join("");
}

/** An open comment hides the rest, as it does on GitHub. */
function endOfComment(part: string): number {
  const end = part.indexOf("-->");
  return end === -1 ? part.length : end + "-->".length;
}

/** The first known word of a section: `task`, `- [x] task` and "`task`: fewer errors" all say task. */
function firstOf<Word extends Objective | MutationClass>(
  words: readonly Word[],
  text: string | undefined,
): Word | undefined {
  const unticked = (text ?? "").replaceAll(/^.*\[ \].*$/gm, "");
  const spoken = unticked.toLowerCase().match(/[a-z_]+/g) ?? [];
  const [first] = spoken.flatMap((word) => words.filter((known) => known === word));
  return first;
}
