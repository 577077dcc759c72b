import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt } from "../../../ports/forge.ts";
import { answeredStatus, unlessMissing } from "../answer-status.ts";
import type { Connection } from "../connection.ts";

const STATE_PREFIX = "omega-state:";
const STATE_COLOUR = "5319e7";

/** Shows exactly one state label; what people put beside it is theirs and stays. */
export async function showState(
  connection: Connection,
  effect: Extract<Effect, { kind: "show-state" }>,
): Promise<Receipt> {
  const { octokit, name } = connection;
  const issue = { ...name, issue_number: effect.pull };
  const wanted = `${STATE_PREFIX}${effect.state}`;
  const labels = await octokit.paginate(octokit.rest.issues.listLabelsOnIssue, {
    ...issue,
    per_page: 100,
  });
  const present = labels.map((label) => label.name);
  if (!present.includes(wanted)) {
    await ensureLabel(connection, wanted);
    await octokit.rest.issues.addLabels({ ...issue, labels: [wanted] });
  }
  for (const label of present) {
    if (label.startsWith(STATE_PREFIX) && label !== wanted) {
      await unlessMissing(octokit.rest.issues.removeLabel({ ...issue, name: label }));
    }
  }
  return { kind: "performed", githubId: wanted };
}

/** Takes a command label off; one that somebody took off before is off. */
export async function removeLabel(
  { octokit, name }: Connection,
  effect: Extract<Effect, { kind: "remove-label" }>,
): Promise<Receipt> {
  await unlessMissing(
    octokit.rest.issues.removeLabel({
      ...name,
      issue_number: effect.pull,
      name: effect.label,
    }),
  );
  return { kind: "performed", githubId: effect.label };
}

/** GitHub would create a missing label by itself, grey as any other. */
async function ensureLabel(connection: Connection, label: string): Promise<void> {
  const { octokit, name, cache } = connection;
  const key = `${connection.id}/${label}`;
  if (cache.labels.has(key)) return;
  try {
    await octokit.rest.issues.createLabel({
      ...name,
      name: label,
      color: STATE_COLOUR,
      description: "Set by Agent-Omega; shows the state, changes nothing",
    });
  } catch (error) {
    if (answeredStatus(error) !== 422) throw error;
  }
  cache.labels.add(key);
}
