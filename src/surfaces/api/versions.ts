import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { isDigest } from "../../core/kernel/digest.ts";
import { type RepositoryId, repositoryId } from "../../core/kernel/ids.ts";
import { isoOf } from "../../core/kernel/instant.ts";
import { authoriseReader } from "../../flows/runtime/authorise-reader.ts";
import { diffVersions } from "../../flows/runtime/diff-versions.ts";
import { type FetchedVersion, fetchVersion } from "../../flows/runtime/fetch-version.ts";
import type { Ports } from "../../ports/ports.ts";
import { editOf } from "../edit-report.ts";
import { bearerOf } from "../presented-token.ts";
import { refuse } from "../problem.ts";
import { apiApp } from "./api-app.ts";
import { PROBLEM_RESPONSE } from "./problem-response.ts";

type RegistryPorts = Pick<Ports, "store" | "forge">;

const version = z.string().refine(isDigest, "not a digest");

/** A version is named by its content; which repository it belongs to says who may read it. */
const query = z.object({
  repository_id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "not a repository's number")
    .transform((text) => repositoryId(Number(text))),
});

const json = { "application/json": { schema: z.looseObject({}) } };

const fetchRoute = createRoute({
  method: "get",
  path: "/api/v1/ir/{id}",
  summary: "A registered version; authenticate with your GitHub token",
  request: { params: z.object({ id: version }), query },
  responses: {
    200: { description: "Where it was first met, and what it holds.", content: json },
    304: { description: "The one you have; it never changes." },
    default: PROBLEM_RESPONSE,
  },
});

const diffRoute = createRoute({
  method: "get",
  path: "/api/v1/ir/{from}/diff/{to}",
  summary: "What lies between two registered versions of one system",
  request: { params: z.object({ from: version, to: version }), query },
  responses: {
    200: {
      description: "Typed edits, with the tiers that the earlier stood under.",
      content: json,
    },
    304: { description: "The one you have; it never changes." },
    default: PROBLEM_RESPONSE,
  },
});

/** The registry of versions, for whoever GitHub lets read the repository. */
export function versionRoutes(ports: RegistryPorts): OpenAPIHono {
  const app = apiApp();
  app.openapi(diffRoute, async (c) => {
    const { from, to } = c.req.valid("param");
    const { repository_id: id } = c.req.valid("query");
    const refusal = await refusalFor(ports, c, id);
    if (refusal !== undefined) return refuse(c, refusal);
    const diff = await diffVersions(ports, { repositoryId: id, from, to });
    if (!diff.ok) return refuse(c, diff.refusal);
    if (isKnown(c, `${from}..${to}`)) return c.body(null, 304);
    const { system, changes, mutationClass = null } = diff.value;
    return c.json(
      { system, from, to, class: mutationClass, edits: changes.edits.map(editOf) },
      200,
    );
  });
  app.openapi(fetchRoute, async (c) => {
    const { id: digest } = c.req.valid("param");
    const { repository_id: id } = c.req.valid("query");
    const refusal = await refusalFor(ports, c, id);
    if (refusal !== undefined) return refuse(c, refusal);
    const found = await fetchVersion(ports, id, digest);
    if (!found.ok) return refuse(c, found.refusal);
    if (isKnown(c, digest)) return c.body(null, 304);
    return c.json(shownOf(found.value), 200);
  });
  return app;
}

async function refusalFor(
  ports: RegistryPorts,
  c: Context,
  id: RepositoryId,
): Promise<ReasonCode | undefined> {
  const reader = await authoriseReader(ports, bearerOf(c), id);
  return reader.ok ? undefined : reader.refusal;
}

/** Asked anew each time, because whoever may read the repository today may not tomorrow. */
function isKnown(c: Context, name: string): boolean {
  c.header("cache-control", "private, no-cache");
  c.header("etag", `"${name}"`);
  return c.req.header("if-none-match") === `"${name}"`;
}

function shownOf({ registered, artifact }: FetchedVersion) {
  const { system, version: digest, parent = null, commit, path, at } = registered;
  return {
    version: digest,
    system,
    artifact: registered.artifact,
    parent,
    commit,
    path,
    registered_at: isoOf(at),
    definition: artifact.system,
    files: artifact.files,
  };
}
