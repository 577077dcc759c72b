import { type Approvals, countApprovals } from "../core/constitution/approvals.ts";
import type { Review } from "../ports/forge.ts";
import type { Governing } from "./governing.ts";

/** Who approved exactly this head, as the charter in force counts them, and how many it asks for. */
export async function loadApprovals({ reconciling, gathered }: Governing): Promise<Approvals> {
  const { repository, pull } = reconciling;
  const { charter, pullRequestClass } = gathered.change;
  const [reviews, contributors] = await Promise.all([
    repository.reviews(pull.number),
    repository.contributors(pull.number),
  ]);
  const isGenesis = pullRequestClass.kind === "genesis";
  return countApprovals(latestApprovals(reviews), {
    headSha: pull.headSha,
    eligible: isGenesis
      ? await adminsAmong(reviews, (login) => repository.role(login))
      : charter.people.stewards,
    involved: [pull.author.login, ...contributors.flatMap(({ login }) => login ?? [])],
    needed:
      pullRequestClass.kind === "introduction"
        ? charter.quorum.introduction
        : isGenesis
          ? 1
          : charter.quorum.amendment,
  });
}

/** Before the first charter nobody is named yet, so the repository's own admins speak. */
async function adminsAmong(
  reviews: readonly Review[],
  roleOf: (login: string) => Promise<string>,
): Promise<readonly string[]> {
  const logins = [...new Set(reviews.map(({ reviewer }) => reviewer.login))];
  const roles = await Promise.all(logins.map((login) => roleOf(login)));
  return logins.filter((_, index) => roles[index] === "admin");
}

/** A person's last word counts: an approval followed by a request for changes is none. */
function latestApprovals(
  reviews: readonly Review[],
): readonly { login: string; isBot: boolean; sha: Review["sha"] }[] {
  const last = new Map<string, Review>();
  for (const review of reviews) {
    if (review.state !== "commented") last.set(review.reviewer.login, review);
  }
  return [...last.values()]
    .filter((review) => review.state === "approved")
    .map(({ reviewer, sha }) => ({ login: reviewer.login, isBot: reviewer.isBot, sha }));
}
