import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

type Schema = { readonly [key: string]: unknown };

/** GitHub's published description of its REST API and webhooks, as far as it is on this machine. */
export type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly "x-webhooks": Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: { readonly [kind: string]: Readonly<Record<string, Schema>> };
};

export type Operation = {
  readonly requestBody?: { readonly content?: Content; readonly $ref?: string };
  readonly responses: Readonly<
    Record<string, { readonly content?: Content; readonly $ref?: string }>
  >;
};

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Data beside the repository; never copied into it. */
const TEST_DATA = process.env["AGENT_OMEGA_TEST_DATA"] ?? join(ROOT, "../shared");

const FILE = join(TEST_DATA, "data/github-openapi/api.github.com.subset.json");

/** The description with what ajv cannot compile rewritten, or nothing where the data is absent. */
export function loadDescription(): Description | undefined {
  if (!existsSync(FILE)) return undefined;
  return nullableAsUnion(JSON.parse(readFileSync(FILE, "utf8"))) as Description;
}

/**
 * OpenAPI 3.0 writes `nullable` beside a `$ref` or `allOf` too, where JSON Schema has no such word:
 * there it becomes "this, or null". Beside a `type` ajv understands it as it stands, but not beside
 * an `enum`, whose values it then wants to name null itself.
 */
function nullableAsUnion(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(nullableAsUnion);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(
    ([key, value]) => [key, nullableAsUnion(value)] as const,
  );
  const rewritten = Object.fromEntries(entries);
  if (rewritten["nullable"] !== true) return rewritten;
  const { nullable: _, ...rest } = rewritten;
  if ("type" in rewritten && !("enum" in rewritten)) return rewritten;
  return { anyOf: [{ type: "null" }, rest] };
}
