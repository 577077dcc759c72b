import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt } from "../../../ports/forge.ts";
import { answeredStatus } from "../answer-status.ts";
import type { Connection } from "../connection.ts";
import { markerOf, withMarker } from "../slot-marker.ts";

type ReviewLines = Extract<Effect, { kind: "review-lines" }>;

/**
 * Comments on the lines, in one review. GitHub takes comments only on lines of the diff; where it
 * refuses them, the review says the same with the places written out.
 */
export async function reviewLines(
  connection: Connection,
  effect: ReviewLines,
  known: { readonly githubId?: string; readonly mayExist: boolean },
): Promise<Receipt> {
  const id = known.githubId ?? (known.mayExist ? await findReview(connection, effect) : undefined);
  if (id !== undefined) return { kind: "performed", githubId: id };
  try {
    return await createReview(connection, effect, true);
  } catch (error) {
    if (answeredStatus(error) !== 422) throw error;
    return createReview(connection, effect, false);
  }
}

async function createReview(
  { octokit, name }: Connection,
  effect: ReviewLines,
  onLines: boolean,
): Promise<Receipt> {
  const places = effect.comments.map(({ path, line, body }) => `\`${path}:${line}\`\n\n${body}`);
  const text = onLines ? effect.body : [effect.body, ...places].join("\n\n");
  const created = await octokit.rest.pulls.createReview({
    ...name,
    pull_number: effect.pull,
    commit_id: effect.sha,
    event: "COMMENT",
    body: withMarker(effect.slot, text),
    ...(onLines
      ? { comments: effect.comments.map((comment) => ({ ...comment, side: "RIGHT" })) }
      : {}),
  });
  return { kind: "performed", githubId: String(created.data.id) };
}

async function findReview(
  { octokit, name }: Connection,
  effect: ReviewLines,
): Promise<string | undefined> {
  const reviews = await octokit.paginate(octokit.rest.pulls.listReviews, {
    ...name,
    pull_number: effect.pull,
    per_page: 100,
  });
  const marker = markerOf(effect.slot);
  // GitHub does not say which app sent a review; ours is a bot's, and on this commit.
  const found = reviews.find(
    ({ body, user, commit_id }) =>
      user?.type === "Bot" && commit_id === effect.sha && body.startsWith(marker),
  );
  return found === undefined ? undefined : String(found.id);
}
