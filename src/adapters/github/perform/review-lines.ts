import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt } from "../../../ports/forge.ts";
import { answeredStatus } from "../answer-status.ts";
import type { Connection } from "../connection.ts";
import { markerOf, withMarker } from "../slot-marker.ts";
import { shownLines } from "./shown-lines.ts";

type ReviewLines = Extract<Effect, { kind: "review-lines" }>;

/**
 * Comments on the lines, in one review. GitHub takes comments only on lines of the diff, and refuses
 * all of them for one that is not; the review then says in its body what stands on no such line.
 */
export async function reviewLines(
  connection: Connection,
  effect: ReviewLines,
  known: { readonly githubId?: string; readonly mayExist: boolean },
): Promise<Receipt> {
  const id = known.githubId ?? (known.mayExist ? await findReview(connection, effect) : undefined);
  if (id !== undefined) return { kind: "performed", githubId: id };
  const { comments } = effect;
  return (
    (await tryReview(connection, effect, { onLines: comments, inBody: [] })) ??
    (await tryReview(connection, effect, await splitComments(connection, effect))) ??
    createReview(connection, effect, { onLines: [], inBody: comments })
  );
}

type Placed = { readonly onLines: Comments; readonly inBody: Comments };
type Comments = ReviewLines["comments"];

async function splitComments(connection: Connection, effect: ReviewLines): Promise<Placed> {
  const shown = await shownLines(connection, effect.pull);
  const isShown = ({ path, line }: Comments[number]): boolean =>
    shown.get(path)?.has(line) === true;
  return {
    onLines: effect.comments.filter(isShown),
    inBody: effect.comments.filter((comment) => !isShown(comment)),
  };
}

/** Nothing where GitHub takes one of the comments on no line. */
async function tryReview(
  connection: Connection,
  effect: ReviewLines,
  placed: Placed,
): Promise<Receipt | undefined> {
  try {
    return await createReview(connection, effect, placed);
  } catch (error) {
    if (answeredStatus(error) === 422) return undefined;
    throw error;
  }
}

async function createReview(
  { octokit, name }: Connection,
  effect: ReviewLines,
  { onLines, inBody }: Placed,
): Promise<Receipt> {
  const places = inBody.map(({ path, line, body }) => `\`${path}:${line}\`\n\n${body}`);
  const created = await octokit.rest.pulls.createReview({
    ...name,
    pull_number: effect.pull,
    commit_id: effect.sha,
    event: "COMMENT",
    body: withMarker(effect.slot, [effect.body, ...places].join("\n\n")),
    ...(onLines.length === 0
      ? {}
      : { comments: onLines.map((comment) => ({ ...comment, side: "RIGHT" })) }),
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
