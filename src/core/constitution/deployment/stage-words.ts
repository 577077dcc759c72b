const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words that speak of nothing but how versions reach users. */
const ROLLOUT_WORDS: ReadonlySet<string> = words(`
  canary canaries rollout rollouts rollback rollbacks ofrep soak`);

/** Words that shops, theatres and help desks use as well. */
const STAGING_WORDS: ReadonlySet<string> = words(`
  deploy deploys deployed deployer deployment deployments promote promotes promoted promotion
  promotions shadow shadows shadowing`);

/** Words by which a definition would steer how versions reach users. */
export const STAGE_WORDS: ReadonlySet<string> = new Set([...ROLLOUT_WORDS, ...STAGING_WORDS]);

/** Beside a staging word, these turn it into a control: `shadow_percent`, `auto_promote`. */
const CONTROL_WORDS: ReadonlySet<string> = words(`
  after allow at auto automatic automatically before bypass deadline deadlines delay direct disable
  disabled duration enable enabled force forced gate gates gating immediate immediately instant
  jump mode now order percent percentage period share skip skipped stage stages step steps traffic
  units until when without`);

/** How a repository is merged into or deployed from, beside an address that leads to it. */
const FORGE_WORDS: ReadonlySet<string> = words(`
  actions check checks contents dispatch dispatches environments merge merges merging refs releases
  ruleset rulesets statuses workflow workflows`);

/** The word by which a name steers stages; staging words alone or beside a control do, too. */
export function controlIn(name: readonly string[]): string | undefined {
  const pairs = name.map((word, at) => `${word}${name[at + 1] ?? ""}`);
  const plain = [...name, ...pairs].find((word) => ROLLOUT_WORDS.has(word));
  if (plain !== undefined) return plain;
  const staging = name.find((word) => STAGING_WORDS.has(word));
  const isControl = name.length === 1 || name.some((word) => CONTROL_WORDS.has(word));
  return isControl ? staging : undefined;
}

/** The word by which a target merges or deploys around the app. */
export function forgeWordIn(name: readonly string[]): string | undefined {
  const isForge = name.some((word) => word === "github" || word === "git");
  return isForge ? name.find((word) => FORGE_WORDS.has(word)) : undefined;
}

/** Words by which code would tell where it runs: in evaluation or before real users. */
export const SURROUNDINGS: ReadonlySet<string> = new Set([
  ...STAGE_WORDS,
  ...words(`
    env environment staging prod production sandbox eval evals evaluation evaluating experiment
    variant flag flags now clock`),
]);
