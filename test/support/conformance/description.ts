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

/** Nothing where the description is absent. */
export function loadDescription(): Description | undefined {
  return existsSync(FILE) ? readDescription(JSON.parse(readFileSync(FILE, "utf8"))) : undefined;
}

/** The description with what ajv would misread rewritten. Its outer shape is taken on trust. */
export function readDescription(json: unknown): Description {
  return asJsonSchema(json) as Description;
}

function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (typeof node !== "object" || node === null) return node;
  const rewritten = Object.entries(node).map(([key, value]) => [key, asJsonSchema(value)]);
  return nullableAsUnion(unionOf(Object.fromEntries(rewritten)));
}

/**
 * GitHub lists what an answer may be and leaves open whether two of them fit at once: of two kinds
 * of error without required members, each is the other too.
 */
function unionOf(node: Schema): Schema {
  const { oneOf, ...rest } = node;
  return Array.isArray(oneOf) && !("anyOf" in rest) ? { ...rest, anyOf: oneOf } : node;
}

/**
 * OpenAPI 3.0 writes `nullable` beside a `$ref` or `allOf` too, where JSON Schema has no such word:
 * there it becomes "this, or null". Beside a `type` ajv understands it as it stands, but not beside
 * an `enum`, whose values it then wants to name null itself.
 */
function nullableAsUnion(node: Schema): Schema {
  if (node["nullable"] !== true) return node;
  if ("type" in node && !("enum" in node)) return node;
  const { nullable: _, ...rest } = node;
  return { anyOf: [{ type: "null" }, rest] };
}
