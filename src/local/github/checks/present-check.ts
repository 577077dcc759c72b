import type { Json } from "../accounts/present-account.ts";
import { presentApp } from "../apps/present-app.ts";
import { presentSimpleCommit, type Place } from "../git/present-git.ts";
import { timestamp, timestampOrNull } from "../http/timestamp.ts";
import { presentPullReference } from "../pulls/present-pull.ts";
import { apiUrl, pageUrl, presentMinimalRepository } from "../repositories/present-repository.ts";
import type { Annotation, CheckRun, CheckSuite } from "./check-run.ts";
import { stateOfSuite } from "./suite-state.ts";

/** Open pull requests of this repository with that head; forks are left out, as on GitHub. */
function pullsWithHead(place: Place, sha: string): readonly Json[] {
  const { repository } = place;
  return [...repository.pulls.values()]
    .filter((pull) => pull.state === "open" && pull.headSha === sha)
    .filter((pull) => pull.head.repositoryId === repository.id)
    .map((pull) => presentPullReference(place, pull));
}

function presentOutput(place: Place, run: CheckRun): Json {
  return {
    title: run.title ?? null,
    summary: run.summary ?? null,
    text: run.text ?? null,
    annotations_count: run.annotations.length,
    annotations_url: `${apiUrl(place.world, place.repository)}/check-runs/${run.id}/annotations`,
  };
}

/** GitHub's `check-run`. */
export function presentCheckRun(place: Place, run: CheckRun): Json {
  const html = `${pageUrl(place.world, place.repository)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: `CR_${run.id}`,
    head_sha: run.headSha,
    external_id: run.externalId,
    url: `${apiUrl(place.world, place.repository)}/check-runs/${run.id}`,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: timestampOrNull(run.startedAt),
    completed_at: timestampOrNull(run.completedAt),
    output: presentOutput(place, run),
    check_suite: { id: run.suiteId },
    app: presentApp(place.world, run.app),
    pull_requests: pullsWithHead(place, run.headSha),
  };
}

/** GitHub's `check-suite`. */
export function presentCheckSuite(place: Place, suite: CheckSuite): Json {
  const { world, repository } = place;
  return {
    ...presentCheckSuiteEvent(place, suite),
    repository: presentMinimalRepository(world, repository),
  };
}

/** The suite as webhooks carry it, which name the repository beside it. */
export function presentCheckSuiteEvent(place: Place, suite: CheckSuite): Json {
  const api = apiUrl(place.world, place.repository);
  const { status, conclusion, count } = stateOfSuite(place.repository, suite);
  return {
    id: suite.id,
    node_id: `CS_${suite.id}`,
    head_branch: suite.headBranch ?? null,
    head_sha: suite.headSha,
    status,
    conclusion,
    url: `${api}/check-suites/${suite.id}`,
    before: suite.before ?? null,
    after: suite.headSha,
    pull_requests: pullsWithHead(place, suite.headSha),
    app: presentApp(place.world, suite.app),
    created_at: timestamp(suite.createdAt),
    updated_at: timestamp(suite.updatedAt),
    head_commit: presentSimpleCommit(place.repository, suite.headSha),
    latest_check_runs_count: count,
    check_runs_url: `${api}/check-suites/${suite.id}/check-runs`,
    rerequestable: true,
    runs_rerequestable: true,
  };
}

const ONLY_IN_LONG = new Set([
  "head_commit",
  "check_runs_url",
  "latest_check_runs_count",
  "rerequestable",
  "runs_rerequestable",
]);

/** The run as webhooks carry it: with its suite in short and the buttons it shows. */
export function presentCheckRunEvent(place: Place, run: CheckRun): Json {
  const suite = place.repository.checkSuites.get(run.suiteId);
  if (suite === undefined) return presentCheckRun(place, run);
  const members = Object.entries(presentCheckSuiteEvent(place, suite));
  const short = members.filter(([name]) => !ONLY_IN_LONG.has(name));
  return { ...presentCheckRun(place, run), check_suite: Object.fromEntries(short) };
}

export function presentAnnotation(place: Place, run: CheckRun, annotation: Annotation): Json {
  const page = pageUrl(place.world, place.repository);
  return {
    path: annotation.path,
    blob_href: `${page}/blob/${run.headSha}/${annotation.path}`,
    start_line: annotation.start_line,
    end_line: annotation.end_line,
    start_column: annotation.start_column ?? null,
    end_column: annotation.end_column ?? null,
    annotation_level: annotation.annotation_level,
    title: annotation.title ?? null,
    message: annotation.message,
    raw_details: annotation.raw_details ?? null,
  };
}
