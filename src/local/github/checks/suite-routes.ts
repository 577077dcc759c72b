import { resolveRevision } from "../git/resolve-revision.ts";
import { announce } from "../hooks/announce.ts";
import { paginate } from "../http/paginate.ts";
import { created, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { numberParam, param, type RepositoryVisit, type Route } from "../http/route.ts";
import type { CheckSuite } from "./check-run.ts";
import { selectRuns } from "./check-routes.ts";
import { presentCheckRun, presentCheckSuite, presentCheckSuiteEvent } from "./present-check.ts";
import { runsOf } from "./suite-state.ts";

const listForRef = repositoryRoute({
  method: "GET",
  path: "/commits/{ref}/check-suites",
  app: ["checks:read"],
  user: "read",
  answer: (visit) => {
    const sha = resolveRevision(visit.repository, param(visit, "ref"));
    if (sha === undefined) return refused(422, `No commit found for SHA: ${param(visit, "ref")}`);
    const appId = visit.query["app_id"];
    const items = [...visit.repository.checkSuites.values()].filter(
      (suite) => suite.headSha === sha && (appId === undefined || String(suite.app.id) === appId),
    );
    return paginate(visit, {
      items,
      present: (suite) => presentCheckSuite(visit, suite),
      wrap: (page, total) => ({ total_count: total, check_suites: page }),
    });
  },
});

function onSuite(
  answer: (visit: RepositoryVisit, suite: CheckSuite) => Reply,
): (visit: RepositoryVisit) => Reply {
  return (visit) => {
    const suite = visit.repository.checkSuites.get(numberParam(visit, "check_suite_id"));
    return suite === undefined ? notFound() : answer(visit, suite);
  };
}

const path = "/check-suites/{check_suite_id}";

const get = repositoryRoute({
  method: "GET",
  path,
  app: ["checks:read"],
  user: "read",
  answer: onSuite((visit, suite) => ok(presentCheckSuite(visit, suite))),
});

const runs = repositoryRoute({
  method: "GET",
  path: `${path}/check-runs`,
  app: ["checks:read"],
  user: "read",
  answer: onSuite((visit, suite) =>
    paginate(visit, {
      items: selectRuns(visit, runsOf(visit.repository, suite)),
      present: (run) => presentCheckRun(visit, run),
      wrap: (page, total) => ({ total_count: total, check_runs: page }),
    }),
  ),
});

const rerequest = repositoryRoute({
  method: "POST",
  path: `${path}/rerequest`,
  app: ["checks:write"],
  user: "write",
  answer: onSuite((visit, suite) => {
    announce(visit, {
      event: "check_suite",
      action: "rerequested",
      sender: visit.author.account,
      body: { check_suite: presentCheckSuiteEvent(visit, suite) },
      only: suite.app,
    });
    return created({});
  }),
});

export const suiteRoutes: readonly Route[] = [listForRef, get, runs, rerequest];
