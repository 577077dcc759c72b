import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import type { Artifact } from "./artifact.ts";
import { fillTemplate, type TemplateRefusal } from "./fill-template.ts";
import { scanJson } from "./json-scanner.ts";
import type { ModelMessage, ModelQuestion } from "./model-question.ts";
import type { System } from "./system.ts";

/** Characters of a state that is told to a model. */
const MOST_TOLD = 262_144;

const HALF_CHARACTER = /[\ud800-\udfff]/u;

const MOST_NESTED = 32;

/**
 * What a model node asks: its prompt as the system's words, the state as the user's. They stay two
 * messages, so that what a user wrote is never read as the prompt.
 */
export function questionAt(
  { system, files }: Pick<Artifact, "system" | "files">,
  at: string,
  state: ReadonlyMap<string, Json>,
): Result<ModelQuestion, TemplateRefusal> {
  const { model = "", prompt } = memberOf(system.graph.nodes, at) ?? {};
  const named = memberOf(system.models, model);
  if (named === undefined) return refused({ why: "stuck", detail: `no model ${model}` });
  const spoken = promptOf({ system, files }, prompt, state);
  if (!spoken.ok) return spoken;
  const text = JSON.stringify(Object.fromEntries([...state].sort(byName)));
  if (text.length > MOST_TOLD) return refused({ why: "over-limit", detail: "state for a model" });
  const { provider, id, params } = named;
  const messages: readonly ModelMessage[] = [...spoken.value, { role: "user", text }];
  // Half of a character comes from a tool that means harm: no request could carry it.
  return messages.some((message) => HALF_CHARACTER.test(message.text))
    ? refused({ why: "stuck", detail: "text that is no Unicode" })
    : accepted({ model: { provider, id }, messages, params });
}

function promptOf(
  { system, files }: Pick<Artifact, "system" | "files">,
  name: string | undefined,
  state: ReadonlyMap<string, Json>,
): Result<readonly ModelMessage[], TemplateRefusal> {
  if (name === undefined) return accepted([]);
  const file = memberOf(system.prompts, name)?.file;
  const text = file === undefined ? undefined : memberOf(files, file);
  if (text === undefined) return refused({ why: "stuck", detail: `no prompt ${name}` });
  const filled = fillTemplate(text, state);
  return filled.ok ? accepted([{ role: "system", text: filled.value }]) : filled;
}

/**
 * What an answer puts into the state: its text under the node's `output`, or, where the node names
 * none, the members of the JSON object that it is.
 */
export function spokenAt(
  { system }: Pick<Artifact, "system">,
  at: string,
  text: string,
): JsonObject | undefined {
  const output = memberOf<System["graph"]["nodes"][string]>(system.graph.nodes, at)?.output;
  if (output !== undefined) return { [output]: text };
  const scan = scanJson(text, { maxDepth: MOST_NESTED, withOffsets: false });
  return scan.kind !== "trouble" && isJsonObject(scan.value) ? scan.value : undefined;
}

function byName([left]: readonly [string, Json], [right]: readonly [string, Json]): number {
  return left < right ? -1 : 1;
}

/** Own members only: an id such as `constructor` must not find the prototype's. */
function memberOf<Member>(
  members: Readonly<Record<string, Member>>,
  id: string,
): Member | undefined {
  return Object.hasOwn(members, id) ? members[id] : undefined;
}
