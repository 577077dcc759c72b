import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";

/**
 * The schema that a member of an object must follow: the listed one, else the one for further
 * members. `false` where no such member may stand, nothing where any may.
 */
export function memberOf(schema: JsonObject, name: string): Json | undefined {
  const properties = schema["properties"];
  if (isJsonObject(properties) && Object.hasOwn(properties, name)) return properties[name];
  return furtherMembers(schema);
}

/** The schema of members that are not listed; `false` for a closed object, nothing for an open one. */
export function furtherMembers(schema: JsonObject): Json | undefined {
  const further = schema["additionalProperties"];
  return further === true ? undefined : further;
}
