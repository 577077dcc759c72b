import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt } from "../../../ports/forge.ts";
import type { Connection } from "../connection.ts";
import { cut } from "../slot-marker.ts";

type PublishCheck = Extract<Effect, { kind: "publish-check" }>;

/** Creates the check run of a slot, or updates the one that fills it. */
export async function publishCheck(
  connection: Connection,
  effect: PublishCheck,
  known: { readonly githubId?: string; readonly mayExist: boolean },
): Promise<Receipt> {
  const { octokit, name } = connection;
  const id = known.githubId ?? (known.mayExist ? await findCheck(connection, effect) : undefined);
  const state =
    effect.conclusion === undefined
      ? ({ status: "in_progress" } as const)
      : ({ status: "completed", conclusion: effect.conclusion } as const);
  const content = {
    ...name,
    ...state,
    external_id: effect.slot,
    output: outputOf(effect),
    actions: effect.actions.map((action) => ({ ...action })),
  };
  const answer =
    id === undefined
      ? await octokit.rest.checks.create({ ...content, name: effect.name, head_sha: effect.sha })
      : await octokit.rest.checks.update({ ...content, check_run_id: Number(id) });
  return { kind: "performed", githubId: String(answer.data.id) };
}

function outputOf({ title, summary, annotations }: PublishCheck): {
  title: string;
  summary: string;
  annotations: {
    path: string;
    start_line: number;
    end_line: number;
    annotation_level: "failure" | "warning" | "notice";
    title: string;
    message: string;
  }[];
} {
  return {
    title: title.slice(0, 255),
    summary: cut(summary),
    annotations: annotations.map(({ path, line, level, title, message }) => ({
      path,
      start_line: line,
      end_line: line,
      annotation_level: level,
      title: title.slice(0, 255),
      message: cut(message),
    })),
  };
}

/** Ours only: anybody's workflow can create a check run of any name. */
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
  const found = runs.find(({ external_id }) => external_id === effect.slot);
  return found === undefined ? undefined : String(found.id);
}
