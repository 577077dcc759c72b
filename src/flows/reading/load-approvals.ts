import { type Approvals, countApprovals } from "../../core/constitution/approvals.ts";
import { neededQuorum } from "../../core/constitution/needed-quorum.ts";
import { vouchersIn } from "../../core/constitution/vouchers.ts";
import { CHARTER_PATH } from "../../core/ir/charter.ts";
import { parseProposed } from "../../core/ir/parse-proposed.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import type { Vouching } from "../../core/rollout/vouching.ts";
import type { Review, Role } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { GatheredChange } from "./gather-change.ts";
import { charterBeforeIncident, charterInForce } from "./lawful-charter.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";

type Approving = {
  readonly reconciling: Pick<Reconciling, "repository" | "pull"> & {
    readonly ports: Pick<Ports, "store">;
  };
  readonly gathered: Pick<GatheredChange, "change" | "tip">;
};

/** Who approved exactly this head, as the charter in force counts them, and how many it asks for. */
export async function loadApprovals({ reconciling, gathered }: Approving): Promise<Judged> {
  const { pullRequestClass } = gathered.change;
  const before = await charterBeforeIncident(reconciling);
  if (pullRequestClass.kind === "genesis" && before === undefined) {
    return standingApprovals(reconciling, { eligible: "admins", needed: 1 });
  }
  const charter = before?.charter ?? gathered.change.charter;
  const proposed = parseProposed(gathered.change.head);
  const approvals = await standingApprovals(reconciling, {
    eligible: charter.people.stewards,
    needed: neededQuorum(
      pullRequestClass,
      charter,
      proposed.ok ? proposed.value.charter : undefined,
    ),
  });
  const judgedBy = before?.sha ?? gathered.tip.tree.get(CHARTER_PATH)?.sha;
  return { ...approvals, ...(judgedBy === undefined ? {} : { judgedBy }) };
}

/** Who vouches for exactly this head in place of evidence, and how many an emergency asks for. */
export async function loadEmergencyApprovals({
  reconciling,
  gathered,
}: Approving): Promise<Approvals> {
  const before = await charterBeforeIncident(reconciling);
  const { people, quorum } = before?.charter ?? gathered.change.charter;
  return standingApprovals(reconciling, { eligible: people.stewards, needed: quorum.emergency });
}

/** Who vouches for exactly this head beside its evidence, and how many that takes. */
export async function loadVouchers(
  reconciling: Approving["reconciling"],
  vouchedFor: Vouching["for"],
): Promise<Approvals> {
  const charter = await charterInForce(reconciling);
  return standingApprovals(reconciling, vouchersIn(charter, vouchedFor));
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
  const counted = countApprovals(latestApprovals(reviews), {
    headSha: pull.headSha,
    eligible:
      eligible === "admins"
        ? await adminsAmong(reviews, (login) => repository.role(login))
        : eligible,
    involved: [pull.author.login, ...contributors.flatMap(({ login }) => login ?? [])],
    needed,
  });
  const roles = await Promise.all(counted.standing.map((login) => repository.role(login)));
  const standing = counted.standing.filter((_, index) => mayApprove(roles[index]));
  return { ...counted, standing };
}

const APPROVING_ROLES: readonly (Role | undefined)[] = ["write", "maintain", "admin"];

/** A charter may go on naming somebody who has left; GitHub keeps what they approved as well. */
function mayApprove(role: Role | undefined): boolean {
  return APPROVING_ROLES.includes(role);
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
