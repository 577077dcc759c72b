import type { IncomingHttpHeaders } from "node:http";
import type { Repository } from "../repositories/repository.ts";
import { findRepository, type World } from "../world.ts";
import { deploymentsPage } from "./deployments-page.ts";
import type { Page } from "./layout.ts";
import { pullListPage } from "./pull-list-page.ts";
import { pullPage } from "./pull-page.ts";

const missing: Page = { status: 404, html: "<!doctype html><title>404</title><h1>404</h1>" };

function pageOf(repository: Repository, rest: readonly string[], url: URL): Page {
  const [section, number] = rest;
  if (section === undefined || section === "pulls") return pullListPage(repository);
  if (section === "deployments") {
    return deploymentsPage(repository, url.searchParams.get("environment"));
  }
  const pull = section === "pull" ? repository.pulls.get(Number(number)) : undefined;
  if (pull !== undefined) return pullPage(repository, pull);
  const run = section === "runs" ? repository.checkRuns.get(Number(number)) : undefined;
  const shown = [...repository.pulls.values()].findLast((one) => one.headSha === run?.headSha);
  return shown === undefined ? missing : pullPage(repository, shown);
}

/** A page for people, or nothing when the request is the API's to answer. Private ones show too. */
export function answerPage(world: World, url: URL, headers: IncomingHttpHeaders): Page | undefined {
  const [owner = "", name = "", ...rest] = url.pathname.split("/").filter((part) => part !== "");
  if (headers.authorization !== undefined || owner === "api") return undefined;
  const repository = findRepository(world, owner, name);
  return repository === undefined ? undefined : pageOf(repository, rest, url);
}
