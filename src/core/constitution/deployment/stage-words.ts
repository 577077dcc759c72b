/** Words by which a definition would steer how versions reach users. */
export const STAGE_WORDS: ReadonlySet<string> = new Set([
  "rollout",
  "deploy",
  "deployment",
  "deployments",
  "promote",
  "promotion",
  "canary",
  "shadow",
  "rollback",
]);

/** Words by which code would tell where it runs: in evaluation or before real users. */
export const SURROUNDINGS: ReadonlySet<string> = new Set([
  ...STAGE_WORDS,
  "env",
  "environment",
  "staging",
  "prod",
  "production",
  "sandbox",
  "eval",
  "evaluation",
  "evaluating",
  "experiment",
  "variant",
  "flag",
  "flags",
  "now",
  "clock",
]);
