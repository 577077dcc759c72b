import { z } from "zod";
import type { Requirement } from "../../core/incident/release-guard.ts";
import { answeredStatus } from "./answer-status.ts";
import type { Connection } from "./connection.ts";

const rulesSchema = z.array(
  z.object({
    type: z.string(),
    ruleset_id: z.int().optional(),
    parameters: z.unknown(),
  }),
);

const checksSchema = z.object({
  required_status_checks: z.array(
    z.object({ context: z.string(), integration_id: z.int().nullish() }),
  ),
});

const bypassSchema = z.object({
  bypass_actors: z
    .array(z.object({ actor_type: z.string(), actor_id: z.int().nullish() }))
    .optional(),
});

const branchSchema = z.object({
  protection: z.object({
    required_status_checks: z
      .object({
        enforcement_level: z.string().optional(),
        checks: z.array(z.object({ context: z.string(), app_id: z.int().nullish() })),
      })
      .optional(),
  }),
});

/** GitHub refuses to show rules where a plan has none; whatever else it means, it is not "none". */
const UNSEEN: readonly (number | undefined)[] = [403, 404];

/** Reads with `metadata` and `contents` alone; only people's lists of bypassers need more than that. */
export async function readRequirements(
  connection: Connection,
  branch: string,
  check: string,
): Promise<readonly Requirement[] | undefined> {
  try {
    const ofRulesets = await readRulesets(connection, branch, check);
    return [...ofRulesets, ...(await readProtection(connection, branch, check))];
  } catch (error) {
    if (UNSEEN.includes(answeredStatus(error))) return undefined;
    throw error;
  }
}

/** Only rules that are enforced are listed here, from the repository, organisation and enterprise. */
async function readRulesets(
  connection: Connection,
  branch: string,
  check: string,
): Promise<readonly Requirement[]> {
  const { octokit, name, appId } = connection;
  const listed = await octokit.paginate(octokit.rest.repos.getBranchRules, {
    ...name,
    branch,
    per_page: 100,
  });
  const found: Requirement[] = [];
  for (const rule of rulesSchema.parse(listed)) {
    if (rule.type !== "required_status_checks") continue;
    const checks = checksSchema.parse(rule.parameters).required_status_checks;
    const named = checks.filter(({ context }) => context === check);
    if (named.length === 0) continue;
    const bypass = await readBypass(connection, rule.ruleset_id);
    found.push({
      source: `ruleset ${rule.ruleset_id ?? "of unknown number"}`,
      isPinned: named.some(({ integration_id }) => integration_id === appId),
      ...(bypass === undefined ? {} : { bypass }),
    });
  }
  return found;
}

/** Shown to whoever may change the ruleset, which this app may not unless its owner wants it to. */
async function readBypass(
  { octokit, name }: Connection,
  id: number | undefined,
): Promise<readonly string[] | undefined> {
  if (id === undefined) return undefined;
  try {
    const { data } = await octokit.rest.repos.getRepoRuleset({ ...name, ruleset_id: id });
    return bypassSchema
      .parse(data)
      .bypass_actors?.map(({ actor_type, actor_id }) => `${actor_type} ${actor_id ?? ""}`.trim());
  } catch (error) {
    if (UNSEEN.includes(answeredStatus(error))) return undefined;
    throw error;
  }
}

async function readProtection(
  { octokit, name, appId }: Connection,
  branch: string,
  check: string,
): Promise<readonly Requirement[]> {
  const { data } = await octokit.rest.repos.getBranch({ ...name, branch });
  const required = branchSchema.parse(data).protection.required_status_checks;
  const named = required?.checks.filter(({ context }) => context === check) ?? [];
  if (required === undefined || named.length === 0) return [];
  if (required.enforcement_level === "off") return [];
  const isForAll = required.enforcement_level === "everyone";
  return [
    {
      source: "branch protection",
      isPinned: named.some(({ app_id }) => app_id === appId),
      bypass: isForAll ? [] : ["administrators"],
    },
  ];
}
