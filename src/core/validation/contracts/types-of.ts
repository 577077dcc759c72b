import { isJsonObject, type Json } from "../../kernel/json.ts";

/** Types that a schema names by `type`, `const` or `enum`; nothing where it lets any stand. */
export function typesOf(schema: Json): ReadonlySet<string> | undefined {
  if (!isJsonObject(schema)) return undefined;
  const { type, enum: listed } = schema;
  if (typeof type === "string") return new Set([numeric(type)]);
  if (Array.isArray(type)) {
    return new Set(type.filter((one) => typeof one === "string").map(numeric));
  }
  if (Object.hasOwn(schema, "const")) return new Set([typeOf(schema["const"] ?? null)]);
  return Array.isArray(listed) ? new Set(listed.map(typeOf)) : undefined;
}

export function takesType(schema: Json, type: string): boolean {
  return typesOf(schema)?.has(type) ?? true;
}

/** Integers are numbers to whoever compares them. */
function numeric(type: string): string {
  return type === "integer" ? "number" : type;
}

/** The name that JSON Schema has for a value's type. */
export function typeOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
