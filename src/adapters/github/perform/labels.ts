import type { Effect } from "../../../core/decision/effect.ts";
import { cutLine } from "../../../core/prose/cut-text.ts";
import {
  COMMAND_LABEL_PREFIX,
  COMMANDS,
  type Command,
  isStageCommand,
} from "../../../core/rollout/command.ts";
import type { Receipt } from "../../../ports/forge.ts";
import { answeredStatus, unlessMissing } from "../answer-status.ts";
import type { Connection } from "../connection.ts";

const STATE_PREFIX = "omega-state:";

/** What we show, and what people may ask for. */
const STATE = {
  color: "5319e7",
  description: "Set by Agent-Omega; shows the state, changes nothing",
};
const COMMAND = { color: "0e8a16", description: "Asks Agent-Omega; taken off when answered" };

/** From here on there is something to command; before, the labels would only be noise. */
const FIRST_COMMANDED = "accepted";

const LONGEST_LABEL = 50;

/** Shows one state label or none; what people put beside it is theirs and stays. */
export async function showState(
  connection: Connection,
  effect: Extract<Effect, { kind: "show-state" }>,
): Promise<Receipt> {
  const { octokit, name } = connection;
  const issue = { ...name, issue_number: effect.pull };
  const wanted =
    effect.state === undefined
      ? undefined
      : cutLine(`${STATE_PREFIX}${effect.state}`, LONGEST_LABEL);
  const labels = await octokit.paginate(octokit.rest.issues.listLabelsOnIssue, {
    ...issue,
    per_page: 100,
  });
  const present = labels.map((label) => label.name);
  if (wanted !== undefined && !present.includes(wanted)) {
    await ensureLabel(connection, wanted, STATE);
    if (effect.state === FIRST_COMMANDED) await ensureCommandLabels(connection);
    await octokit.rest.issues.addLabels({ ...issue, labels: [wanted] });
  }
  for (const label of present) {
    if (label.startsWith(STATE_PREFIX) && label !== wanted) {
      await unlessMissing(octokit.rest.issues.removeLabel({ ...issue, name: label }));
    }
  }
  return { kind: "performed", githubId: wanted ?? "" };
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

/** What is meant for emergencies is put on by people who know why, not picked from a list. */
function isRoutine(command: Command): boolean {
  return isStageCommand(command) || command === "re-evaluate";
}

async function ensureCommandLabels(connection: Connection): Promise<void> {
  const { octokit, name, cache, id } = connection;
  const labels = COMMANDS.filter(isRoutine).map((command) => `${COMMAND_LABEL_PREFIX}${command}`);
  if (labels.every((label) => cache.labels.has(`${id}/${label}`))) return;
  const listed = await octokit.paginate(octokit.rest.issues.listLabelsForRepo, {
    ...name,
    per_page: 100,
  });
  for (const label of listed) cache.labels.add(`${id}/${label.name}`);
  for (const label of labels) await ensureLabel(connection, label, COMMAND);
}

/** GitHub would create a missing label by itself, grey as any other. */
async function ensureLabel(
  connection: Connection,
  label: string,
  look: typeof STATE,
): Promise<void> {
  const { octokit, name, cache } = connection;
  const key = `${connection.id}/${label}`;
  if (cache.labels.has(key)) return;
  try {
    await octokit.rest.issues.createLabel({ ...name, name: label, ...look });
  } catch (error) {
    // Somebody was faster, or it is older than this process.
    if (answeredStatus(error) !== 422) throw error;
  }
  cache.labels.add(key);
}
