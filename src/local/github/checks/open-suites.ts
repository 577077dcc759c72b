import type { Account } from "../accounts/account.ts";
import { grants, type App } from "../apps/app.ts";
import type { Place } from "../git/present-git.ts";
import { announce } from "../hooks/announce.ts";
import type { CheckSuite } from "./check-run.ts";
import { presentCheckSuiteEvent } from "./present-check.ts";

type Push = {
  readonly sha: string;
  readonly before: string | undefined;
  readonly branch: string;
  readonly by: Account;
};

export function findSuite(place: Place, app: App, sha: string): CheckSuite | undefined {
  return [...place.repository.checkSuites.values()].find(
    (suite) => suite.app === app && suite.headSha === sha,
  );
}

export function createSuite(
  place: Place,
  app: App,
  push: Pick<Push, "sha" | "before"> & { readonly branch: string | undefined },
): CheckSuite {
  const now = place.world.now();
  const suite: CheckSuite = {
    id: place.world.nextId(),
    app,
    headSha: push.sha,
    headBranch: push.branch,
    before: push.before,
    createdAt: now,
    updatedAt: now,
  };
  place.repository.checkSuites.set(suite.id, suite);
  return suite;
}

/** A push opens one suite per app that may write checks, and asks that app for its runs. */
export function openSuites(place: Place, push: Push): void {
  for (const installation of place.world.installations.values()) {
    if (!installation.repositoryIds.has(place.repository.id)) continue;
    if (!grants(installation.permissions, "checks:write")) continue;
    if (findSuite(place, installation.app, push.sha) !== undefined) continue;
    const suite = createSuite(place, installation.app, push);
    announce(place, {
      event: "check_suite",
      action: "requested",
      sender: push.by,
      body: { check_suite: presentCheckSuiteEvent(place, suite) },
      only: installation.app,
    });
  }
}
