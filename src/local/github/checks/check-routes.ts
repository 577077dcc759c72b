import { loadObject } from "../git/objects.ts";
import { resolveRevision } from "../git/resolve-revision.ts";
import { announce } from "../hooks/announce.ts";
import { paginate } from "../http/paginate.ts";
import { created, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { numberParam, param, type RepositoryVisit, type Route } from "../http/route.ts";
import { announceCheck, applyCheck } from "./apply-check.ts";
import { createCheckBody, updateCheckBody, type CreateCheckBody } from "./check-body.ts";
import type { CheckRun } from "./check-run.ts";
import { createSuite, findSuite } from "./open-suites.ts";
import { presentAnnotation, presentCheckRun, presentCheckRunEvent } from "./present-check.ts";

/** Only apps write check runs: a person's token is refused whatever the role. */
function writer<Body>(
  visit: RepositoryVisit<Body>,
  answer: (app: NonNullable<RepositoryVisit["author"]["app"]>) => Reply,
): Reply {
  const { app } = visit.author;
  return app === undefined ? refused(403, "You must authenticate via a GitHub App.") : answer(app);
}

function answerCreate(visit: RepositoryVisit<CreateCheckBody>): Reply {
  const { world, repository, author, body } = visit;
  return writer(visit, (app) => {
    if (loadObject(repository.objects, "commit", body.head_sha) === undefined) {
      return refused(422, `No commit found for SHA: ${body.head_sha}`);
    }
    if (body.status === "completed" && body.conclusion === undefined) {
      return refused(422, `Invalid request.\n\n"conclusion" wasn't supplied.`);
    }
    const push = { sha: body.head_sha, before: undefined, branch: undefined };
    const suite = findSuite(visit, app, body.head_sha) ?? createSuite(visit, app, push);
    const now = world.now();
    const run: CheckRun = {
      id: world.nextId(),
      app,
      suiteId: suite.id,
      headSha: body.head_sha,
      createdAt: now,
      name: body.name,
      status: "queued",
      conclusion: undefined,
      externalId: "",
      detailsUrl: undefined,
      startedAt: now,
      completedAt: undefined,
      title: undefined,
      summary: undefined,
      text: undefined,
      annotations: [],
      actions: [],
    };
    applyCheck(run, body, now);
    repository.checkRuns.set(run.id, run);
    announceCheck(visit, run, { by: author, isNew: true, wasCompleted: false });
    return created(presentCheckRun(visit, run));
  });
}

const create = repositoryRoute({
  method: "POST",
  path: "/check-runs",
  app: ["checks:write"],
  user: "read",
  body: createCheckBody,
  answer: answerCreate,
});

function onRun<Body>(
  answer: (visit: RepositoryVisit<Body>, run: CheckRun) => Reply,
): (visit: RepositoryVisit<Body>) => Reply {
  return (visit) => {
    const run = visit.repository.checkRuns.get(numberParam(visit, "check_run_id"));
    return run === undefined ? notFound() : answer(visit, run);
  };
}

const path = "/check-runs/{check_run_id}";

const update = repositoryRoute({
  method: "PATCH",
  path,
  app: ["checks:write"],
  user: "read",
  body: updateCheckBody,
  answer: onRun((visit, run) =>
    writer(visit, (app) => {
      if (run.app !== app)
        return refused(
          403,
          "Invalid app_id `" +
            String(app.id) +
            "` - check run can only be modified by the GitHub App that created it.",
        );
      const wasCompleted = run.status === "completed";
      applyCheck(run, visit.body, visit.world.now());
      announceCheck(visit, run, { by: visit.author, isNew: false, wasCompleted });
      return ok(presentCheckRun(visit, run));
    }),
  ),
});

const get = repositoryRoute({
  method: "GET",
  path,
  app: ["checks:read"],
  user: "read",
  answer: onRun((visit, run) => ok(presentCheckRun(visit, run))),
});

const annotations = repositoryRoute({
  method: "GET",
  path: `${path}/annotations`,
  app: ["checks:read"],
  user: "read",
  answer: onRun((visit, run) =>
    paginate(visit, {
      items: run.annotations,
      present: (annotation) => presentAnnotation(visit, run, annotation),
    }),
  ),
});

/** Starts the run over for its app; the old conclusion no longer counts. */
const rerequest = repositoryRoute({
  method: "POST",
  path: `${path}/rerequest`,
  app: ["checks:write"],
  user: "write",
  answer: onRun((visit, run) => {
    run.status = "queued";
    run.conclusion = undefined;
    run.completedAt = undefined;
    announce(visit, {
      event: "check_run",
      action: "rerequested",
      sender: visit.author.account,
      body: { check_run: presentCheckRunEvent(visit, run) },
      only: run.app,
    });
    return created({});
  }),
});

/** `filter=latest`, the default, hides what a newer run of the same app and name replaced. */
export function selectRuns(visit: RepositoryVisit, runs: readonly CheckRun[]): readonly CheckRun[] {
  const { filter = "latest", check_name: name, status, app_id: appId } = visit.query;
  const fitting = runs.filter(
    (run) =>
      (name === undefined || run.name === name) &&
      (status === undefined || run.status === status) &&
      (appId === undefined || String(run.app.id) === appId),
  );
  if (filter === "all") return fitting.toReversed();
  return [
    ...new Map(fitting.map((run) => [`${run.app.id}/${run.name}`, run])).values(),
  ].toReversed();
}

const listForRef = repositoryRoute({
  method: "GET",
  path: "/commits/{ref}/check-runs",
  app: ["checks:read"],
  user: "read",
  answer: (visit) => {
    const sha = resolveRevision(visit.repository, param(visit, "ref"));
    if (sha === undefined) return refused(422, `No commit found for SHA: ${param(visit, "ref")}`);
    const runs = [...visit.repository.checkRuns.values()].filter((run) => run.headSha === sha);
    return paginate(visit, {
      items: selectRuns(visit, runs),
      present: (run) => presentCheckRun(visit, run),
      wrap: (page, total) => ({ total_count: total, check_runs: page }),
    });
  },
});

export const checkRoutes: readonly Route[] = [
  create,
  update,
  get,
  annotations,
  rerequest,
  listForRef,
];
