import type { Effect } from "../../../core/decision/effect.ts";
import { cutLine, cutText } from "../../../core/prose/cut-text.ts";
import type { Receipt } from "../../../ports/forge.ts";
import type { Connection } from "../connection.ts";
import { LONGEST_TEXT } from "../slot-marker.ts";
import { type Annotation, annotationsOf, missingAnnotations } from "./annotations.ts";

type PublishCheck = Extract<Effect, { kind: "publish-check" }>;

/** GitHub's limits for one request and one run. */
const MOST_ANNOTATIONS = 50;
const MOST_ACTIONS = 3;

/**
 * Creates the check run of a slot, or updates the one that fills it. Only where that one shows
 * annotations that no longer hold, a new run of the same name takes its place: GitHub adds
 * annotations to a run but never takes one back.
 */
export async function publishCheck(
  connection: Connection,
  effect: PublishCheck,
  known: { readonly githubId?: string; readonly mayExist: boolean },
): Promise<Receipt> {
  const id = known.githubId ?? (known.mayExist ? await findCheck(connection, effect) : undefined);
  const isShown = id !== undefined && (await update(connection, Number(id), effect));
  const githubId = isShown ? id : String(await create(connection, effect));
  return { kind: "performed", githubId };
}

async function create(connection: Connection, effect: PublishCheck): Promise<number> {
  const { octokit, name } = connection;
  const annotations = annotationsOf(effect);
  const { data } = await octokit.rest.checks.create({
    ...name,
    ...bodyOf(effect, annotations.slice(0, MOST_ANNOTATIONS)),
    name: effect.name,
    head_sha: effect.sha,
  });
  await addAnnotations(connection, { id: data.id, effect }, annotations.slice(MOST_ANNOTATIONS));
  return data.id;
}

/** False where the run shows annotations that it should not. */
async function update(connection: Connection, id: number, effect: PublishCheck): Promise<boolean> {
  const { octokit, name } = connection;
  const wanted = annotationsOf(effect);
  const { data } = await octokit.rest.checks.update({
    ...name,
    ...bodyOf(effect, []),
    check_run_id: id,
  });
  const missing =
    data.output.annotations_count === 0 ? wanted : await missingAnnotations(connection, id, wanted);
  if (missing === undefined) return false;
  await addAnnotations(connection, { id, effect }, missing);
  return true;
}

async function addAnnotations(
  { octokit, name }: Connection,
  { id, effect }: { readonly id: number; readonly effect: PublishCheck },
  annotations: readonly Annotation[],
): Promise<void> {
  for (let from = 0; from < annotations.length; from += MOST_ANNOTATIONS) {
    await octokit.rest.checks.update({
      ...name,
      ...bodyOf(effect, annotations.slice(from, from + MOST_ANNOTATIONS)),
      check_run_id: id,
    });
  }
}

function bodyOf(effect: PublishCheck, annotations: readonly Annotation[]) {
  const { conclusion } = effect;
  return {
    ...(conclusion === undefined
      ? { status: "in_progress" as const }
      : { status: "completed" as const, conclusion }),
    external_id: effect.slot,
    output: {
      title: cutLine(effect.title, 255),
      summary: cutText(effect.summary, LONGEST_TEXT),
      annotations: [...annotations],
    },
    actions: effect.actions.slice(0, MOST_ACTIONS).map((action) => ({
      label: cutLine(action.label, 20),
      description: cutLine(action.description, 40),
      identifier: action.identifier,
    })),
  };
}

/** Ours only, and the newest: anybody's workflow can create a check run of any name. */
async function findCheck(
  { octokit, name, appId }: Connection,
  effect: PublishCheck,
): Promise<string | undefined> {
  const runs = await octokit.paginate(octokit.rest.checks.listForRef, {
    ...name,
    ref: effect.sha,
    check_name: effect.name,
    app_id: appId,
    filter: "all",
    per_page: 100,
  });
  const ids = runs
    .filter((run) => run.app?.id === appId && run.external_id === effect.slot)
    .map((run) => run.id);
  return ids.length === 0 ? undefined : String(Math.max(...ids));
}
