import type { Description } from "./description.ts";

type Node = Readonly<Record<string, unknown>>;

/**
 * Members that the description does not name, as `check_suite.app.colour`. Most of its objects are
 * open, so validation alone would let an invented field pass for ever.
 */
export function findUnknownFields(
  description: Description,
  at: readonly string[],
  value: unknown,
): readonly string[] {
  let node: unknown = description;
  for (const segment of at) node = isNode(node) ? node[segment] : undefined;
  return isNode(node) ? findIn({ root: description, schemas: [node] }, value, "") : [];
}

type Reading = { readonly root: Description; readonly schemas: readonly Node[] };

function findIn({ root, schemas }: Reading, value: unknown, path: string): readonly string[] {
  const parts = schemas.flatMap((schema) => partsOf(root, schema));
  if (Array.isArray(value)) {
    const items = parts.flatMap((part) => (isNode(part["items"]) ? [part["items"]] : []));
    if (items.length === 0) return [];
    return value.flatMap((item) => findIn({ root, schemas: items }, item, path));
  }
  if (!isNode(value) || parts.length === 0 || parts.some(isOpen)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const known = parts.flatMap((part) => memberOf(part, key));
    const name = path === "" ? key : `${path}.${key}`;
    return known.length === 0 ? [name] : findIn({ root, schemas: known }, member, name);
  });
}

function memberOf(part: Node, key: string): readonly Node[] {
  const properties = part["properties"];
  const schema = isNode(properties) ? properties[key] : undefined;
  return [schema ?? part["additionalProperties"]].filter(isNode);
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
