import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt } from "../../../ports/forge.ts";
import { unlessMissing } from "../answer-status.ts";
import type { Connection } from "../connection.ts";
import { markerOf, withMarker } from "../slot-marker.ts";

type WriteComment = Extract<Effect, { kind: "write-comment" }>;

/** Writes the one comment of a slot; a comment that somebody deleted is written anew. */
export async function writeComment(
  connection: Connection,
  effect: WriteComment,
  known: { readonly githubId?: string; readonly mayExist: boolean },
): Promise<Receipt> {
  const { octokit, name } = connection;
  const body = withMarker(effect.slot, effect.body);
  const id = known.githubId ?? (known.mayExist ? await findComment(connection, effect) : undefined);
  if (id !== undefined) {
    const updated = await unlessMissing(
      octokit.rest.issues.updateComment({ ...name, comment_id: Number(id), body }),
    );
    if (updated !== undefined) return { kind: "performed", githubId: id };
  }
  const created = await octokit.rest.issues.createComment({
    ...name,
    issue_number: effect.pull,
    body,
  });
  return { kind: "performed", githubId: String(created.data.id) };
}

/** Anybody can paste our marker into a comment; only ours were made by our app. */
async function findComment(
  { octokit, name, appId }: Connection,
  effect: WriteComment,
): Promise<string | undefined> {
  const comments = await octokit.paginate(octokit.rest.issues.listComments, {
    ...name,
    issue_number: effect.pull,
    per_page: 100,
  });
  const marker = markerOf(effect.slot);
  const found = comments.find(
    ({ body, performed_via_github_app: app }) =>
      app?.id === appId && body?.startsWith(marker) === true,
  );
  return found === undefined ? undefined : String(found.id);
}
