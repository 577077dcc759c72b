import type { Description } from "./description.ts";

type Node = Readonly<Record<string, unknown>>;

/**
 * Counts members that the description does not name. Most of its objects are open, so validation
 * alone would let an invented field pass for ever.
 */
export function countUnknownFields(
  description: Description,
  at: readonly string[],
  value: unknown,
): number {
  let node: unknown = description;
  for (const segment of at) node = isNode(node) ? node[segment] : undefined;
  return isNode(node) ? countIn(description, [node], value) : 0;
}

function countIn(root: Description, schemas: readonly Node[], value: unknown): number {
  const parts = schemas.flatMap((schema) => partsOf(root, schema));
  if (Array.isArray(value)) {
    const items = parts.flatMap((part) => (isNode(part["items"]) ? [part["items"]] : []));
    if (items.length === 0) return 0;
    return value.reduce((sum: number, item) => sum + countIn(root, items, item), 0);
  }
  if (!isNode(value)) return 0;
  if (parts.length === 0 || parts.some(isOpen)) return 0;
  let unknown = 0;
  for (const [key, member] of Object.entries(value)) {
    const known = parts.flatMap((part) => {
      const properties = part["properties"];
      const schema = isNode(properties) ? properties[key] : undefined;
      return isNode(schema) ? [schema] : [];
    });
    unknown += known.length === 0 ? 1 : countIn(root, known, member);
  }
  return unknown;
}

/** A schema and everything it may be by reference or composition. */
function partsOf(root: Description, schema: Node): readonly Node[] {
  if (typeof schema["$ref"] === "string") {
    let node: unknown = root;
    for (const segment of schema["$ref"].slice(2).split("/")) {
      node = isNode(node) ? node[segment] : undefined;
    }
    return isNode(node) ? partsOf(root, node) : [];
  }
  const composed = ["allOf", "anyOf", "oneOf"].flatMap((key) => {
    const list = schema[key];
    return Array.isArray(list) ? list.filter(isNode).flatMap((one) => partsOf(root, one)) : [];
  });
  const isPlain = composed.length === 0 || "properties" in schema;
  return isPlain ? [schema, ...composed] : composed;
}

/** A map from any key, or an object of which nothing is said. */
function isOpen(part: Node): boolean {
  if (part["type"] === "null") return false;
  const extra = part["additionalProperties"];
  const hasProperties = isNode(part["properties"]);
  return !hasProperties && (isNode(extra) || extra === true || part["type"] === "object");
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
