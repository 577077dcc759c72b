import { type Approvals, countApprovals } from "../../core/constitution/approvals.ts";
import { CHARTER_PATH } from "../../core/ir/charter.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import type { Review } from "../../ports/forge.ts";
import type { Governing } from "../gates/governing.ts";
import { charterBeforeIncident } from "./lawful-charter.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";

/** Who approved exactly this head, as the charter in force counts them, and how many it asks for. */
export async function loadApprovals({ reconciling, gathered }: Governing): Promise<Judged> {
  const { kind } = gathered.change.pullRequestClass;
  const before = await charterBeforeIncident(reconciling);
  if (kind === "genesis" && before === undefined) {
    return standingApprovals(reconciling, { eligible: "admins", needed: 1 });
  }
  const { people, quorum } = before?.charter ?? gathered.change.charter;
  const approvals = await standingApprovals(reconciling, {
    eligible: people.stewards,
    needed: kind === "introduction" ? quorum.introduction : quorum.amendment,
  });
  const judgedBy = before?.sha ?? gathered.tip.tree.get(CHARTER_PATH)?.sha;
  return { ...approvals, ...(judgedBy === undefined ? {} : { judgedBy }) };
}

/** Approvals, and the blob of the charter that said whose count; none before the first charter. */
type Judged = Approvals & { readonly judgedBy?: Sha };

type Electorate = { readonly eligible: "admins" | readonly string[]; readonly needed: number };

/** Who of these people approved exactly this head, without a hand in it. */
export async function standingApprovals(
  { repository, pull }: Pick<Reconciling, "repository" | "pull">,
  { eligible, needed }: Electorate,
): Promise<Approvals> {
  const [reviews, contributors] = await Promise.all([
    repository.reviews(pull.number),
    repository.contributors(pull.number),
  ]);
  return countApprovals(latestApprovals(reviews), {
    headSha: pull.headSha,
    eligible:
      eligible === "admins"
        ? await adminsAmong(reviews, (login) => repository.role(login))
        : eligible,
    involved: [pull.author.login, ...contributors.flatMap(({ login }) => login ?? [])],
    needed,
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
