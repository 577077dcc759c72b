import { type Approvals, countApprovals } from "../core/constitution/approvals.ts";
import type { Finding } from "../core/gate/finding.ts";
import type { GateReport } from "../core/gate/gate.ts";
import { CHARTER_PATH } from "../core/ir/charter.ts";
import { parseCharter } from "../core/ir/parse-charter.ts";
import { readSystem } from "../core/ir/read-system.ts";
import { draftOf, gateBody } from "../core/ledger/drafts.ts";
import type { Review } from "../ports/forge.ts";
import { conclude } from "./conclude.ts";
import type { Governed, Governing } from "./govern-pull-request.ts";
import { planGateCheck } from "./plan-checks.ts";
import { planPresence } from "./plan-presence.ts";
import { recordOf } from "./record-of.ts";
import { subjectOf } from "./reconciling.ts";

/**
 * Governed files change by human approval of exactly this commit, judged by the charter that is in
 * force. What the new charter would say about its own adoption does not matter.
 */
export async function governAmendment(governing: Governing): Promise<Governed> {
  const { reconciling, gathered } = governing;
  const validation = validateProposed(governing);
  const approvals = await loadApprovals(governing);
  const isApproved = approvals.standing.length >= approvals.needed;
  const settled =
    validation.outcome !== "pass"
      ? ({ state: "rejected", reason: validation.reason } as const)
      : isApproved
        ? ({ state: "approved", reason: "approvals-stand" } as const)
        : ({ state: "approvals", reason: "approvals-missing" } as const);
  const record = recordOf(governing, { ...settled, reports: [validation] });
  const earlier = governing.earlier;
  if (earlier?.state === record.state && earlier.bound === record.bound) return {};
  const about = { at: reconciling.ports.clock.now(), subject: subjectOf(reconciling) };
  const head = {
    pull: reconciling.pull.number,
    sha: reconciling.pull.headSha,
    mode: gathered.change.charter.mode,
  };
  await reconciling.ports.store.transact((tx) =>
    conclude(tx, reconciling.lease, {
      record,
      drafts: [
        draftOf("gate", about, gateBody(validation)),
        draftOf("decision", about, {
          decision: gathered.change.pullRequestClass.kind,
          reason_code: record.reason,
          approvals: approvals.standing.length,
          approvals_needed: approvals.needed,
        }),
      ],
      effects: [planGateCheck(head, validation), ...planPresence(record)],
    }),
  );
  return {};
}

/** The proposed charter must be one, and a new system must be readable; nothing is run. */
function validateProposed({ gathered }: Governing): GateReport {
  const { head, pullRequestClass, charter } = gathered.change;
  const findings: Finding[] = [];
  const entry = head.tree.get(CHARTER_PATH);
  const bytes = entry && head.blobs.get(entry.sha);
  if (bytes !== undefined) {
    const proposed = parseCharter(CHARTER_PATH, bytes);
    if (!proposed.ok) findings.push(...proposed.refusal);
  } else if (entry === undefined) {
    findings.push({
      code: "charter-invalid",
      rule: "schema",
      place: { path: CHARTER_PATH },
      facts: {},
    });
  }
  if (pullRequestClass.kind === "introduction") {
    for (const name of pullRequestClass.systems) {
      const root = charter.systems[name]?.path ?? `systems/${name}`;
      const read = readSystem({ name, root, snapshot: head });
      if (!read.ok) findings.push(...read.refusal);
    }
  }
  const [first] = findings;
  return {
    gate: "validation",
    outcome: first === undefined ? "pass" : "fail",
    reason: first?.code ?? "passed",
    findings,
  };
}

async function loadApprovals({ reconciling, gathered }: Governing): Promise<Approvals> {
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
