import type { Json } from "../../kernel/json.ts";

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words that speak of nothing but how versions reach users. */
const ROLLOUT_WORDS: ReadonlySet<string> = words(`
  autodeploy automerge autopromote canary canaries minunits rollout rollouts rollback rollbacks
  ofrep soak`);

/** Words for sending a version out, that help desks use as well. */
const SENDING_WORDS: ReadonlySet<string> = words(`
  deploy deploys deployed deployer deployment deployments promote`);

/** Words that shops, theatres and help desks use as well. */
const STAGING_WORDS: ReadonlySet<string> = new Set([
  ...SENDING_WORDS,
  ...words("promotes promoted promotion promotions shadow shadows shadowing"),
]);

/** Words by which a definition would steer how versions reach users. */
const STAGE_WORDS: ReadonlySet<string> = new Set([...ROLLOUT_WORDS, ...STAGING_WORDS]);

/** Beside a staging word, these turn it into a control: `shadow_percent`, `auto_promote`. */
const CONTROL_WORDS: ReadonlySet<string> = words(`
  after allow at auto automatic automatically before bypass deadline deadlines delay direct disable
  disabled duration enable enabled force forced gate gates gating immediate immediately instant
  jump mode now off omega order percent percentage period share skip skipped stage stages step steps
  strategy traffic units until when without`);

/** What a name is about when an agent's subject matter has a word in common with us. */
const SUBJECT_WORDS: ReadonlySet<string> = words(`
  boost category desk faq faqs intent intents island islands keyword keywords mention mentions phrase
  phrases queries query question questions term terms ticket tickets topic topics word words`);

/** What is led past something, and the words that lead past it; neither says anything alone. */
const PAIRS: readonly (readonly [ReadonlySet<string>, ReadonlySet<string>])[] = [
  [
    words("stage stages gate gates approval approvals"),
    words("bypass bypassed disable disabled force forced ignore jump override skip skipped"),
  ],
  [words("traffic"), words("candidate percent percentage prod production share split version")],
  [
    words("auto automatic automatically force forced immediate immediately instant"),
    words("advance activate golive merge merges merging publish release releases ship"),
  ],
];

/** Names that say nothing but when, or where: with a day or a place for their value, they sleep. */
const WAKING: ReadonlySet<string> = words(`
  activate activated activation active after at begin date day effective enable enabled from go
  golive live on since start switch time timestamp until wake when`);
const PLACED: ReadonlySet<string> = words("current deploy env environment run runtime stage");
const PLACES: ReadonlySet<string> = words(`
  beta canary dev development eval evaluation live prod production sandbox shadow staging test`);
const DAY = /^\d{4}-\d\d-\d\d/;

/** How a repository is merged into or deployed from, beside an address that leads to it. */
const FORGE_WORDS: ReadonlySet<string> = words(`
  actions check checks contents dispatch dispatches environments graphql labels merge merges merging
  refs releases ruleset rulesets statuses workflow workflows`);

/** How who may do what there is decided. */
const FORGE_POWERS: ReadonlySet<string> = words(`
  collaborators invitations membership memberships permission permissions protection ruleset
  rulesets`);

/** No name without one of these steers anything, unless its value says when or where. */
export const STEERING: ReadonlySet<string> = new Set([
  ...STAGE_WORDS,
  ...PAIRS.flatMap(([led]) => [...led]),
]);

/** The word by which a name steers stages; staging words alone or beside a control do, too. */
export function controlIn(name: readonly string[], value: Json = null): string | undefined {
  const [only] = name.length === 1 ? name : [];
  return only !== undefined && STAGING_WORDS.has(only) ? only : steeringIn(name, value);
}

function steeringIn(name: readonly string[], value: Json): string | undefined {
  const pairs = name.map((word, at) => `${word}${name[at + 1] ?? ""}`);
  const isControlled = name.some((word) => CONTROL_WORDS.has(word));
  const isSubject = !isControlled && name.some((word) => SUBJECT_WORDS.has(word));
  const plain = [...name, ...pairs].find((word) => ROLLOUT_WORDS.has(word));
  if (plain !== undefined && !isSubject) return plain;
  const staging = isControlled ? name.find((word) => STAGING_WORDS.has(word)) : undefined;
  return staging ?? pairIn(name) ?? timeOrPlaceIn(name, value);
}

/** A word of a pair whose other word is there, too. */
function pairIn(name: readonly string[]): string | undefined {
  for (const [led, leading] of PAIRS) {
    const found = name.find((word) => led.has(word));
    if (found !== undefined && name.some((word) => leading.has(word))) return found;
  }
  return undefined;
}

function timeOrPlaceIn(name: readonly string[], value: Json): string | undefined {
  if (name.length === 0 || typeof value !== "string") return undefined;
  const isWaking = DAY.test(value) && name.every((word) => WAKING.has(word));
  const isPlaced = PLACES.has(value.toLowerCase()) && name.every((word) => PLACED.has(word));
  const isAdvancing = value === "automatic" && name.every((word) => word === "advance");
  return isWaking || isPlaced || isAdvancing ? name.join(" ") : undefined;
}

/**
 * The word by which a leftover steers stages. Nothing reads it, so a staging word needs no control
 * beside it where it switches or counts something.
 */
export function leftoverControlIn(name: readonly string[], value: Json): string | undefined {
  const isSetting = typeof value !== "string";
  const staging = isSetting ? name.find((word) => STAGING_WORDS.has(word)) : undefined;
  return staging ?? steeringIn(name, value);
}

/** The word by which an address sends versions out. A shop's promotions are no business of ours. */
export function sendingWordIn(name: readonly string[]): string | undefined {
  return name.find((word) => SENDING_WORDS.has(word)) ?? controlIn(name);
}

/** Whose repositories an address may lead to. */
const FORGES: ReadonlySet<string> = words("git github gitlab gitea bitbucket");

/** No name, kind or target without one of these sends versions out, or merges or deploys anything. */
export const REACHING: ReadonlySet<string> = new Set([...STEERING, ...FORGES]);

/** The word by which a target merges or deploys around the app. */
export function forgeWordIn(name: readonly string[]): string | undefined {
  return isForge(name) ? name.find((word) => FORGE_WORDS.has(word)) : undefined;
}

/** The word by which a target decides who may do what in a repository. */
export function forgePowerIn(name: readonly string[]): string | undefined {
  return isForge(name) ? name.find((word) => FORGE_POWERS.has(word)) : undefined;
}

function isForge(name: readonly string[]): boolean {
  return name.some((word) => FORGES.has(word));
}

/** Words by which code would tell where it runs: in evaluation or before real users. */
export const SURROUNDINGS: ReadonlySet<string> = new Set([
  ...STAGE_WORDS,
  ...words(`
    env environment staging prod production sandbox eval evals evaluation evaluating experiment
    variant flag flags now clock`),
]);
