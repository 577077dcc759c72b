import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, hasEditsUnder, placeOfPointer } from "../breach.ts";
import { wordAmong } from "../words-of.ts";

const breach = breachesOf("C5");

/** What would choose another model, place or key, or hand it tools, if a provider listened. */
const CHOOSING: ReadonlySet<string> = new Set([
  "url",
  "uri",
  "host",
  "hostname",
  "endpoint",
  "proxy",
  "provider",
  "deployment",
  "organization",
  "project",
  "model",
  "auth",
  "authorization",
  "key",
  "apikey",
  "secret",
  "header",
  "headers",
  "tool",
  "tools",
  "functions",
  "plugins",
  "mcp",
]);

/** What would be said to the model: prompts have modules, and a tier, of their own. */
const SAYING: ReadonlySet<string> = new Set([
  "system",
  "prompt",
  "instructions",
  "messages",
  "template",
  "prefix",
  "suffix",
  "body",
]);

/**
 * Settings of a model that are no settings: by them a model would be another one, elsewhere, with
 * another key or with tools, under the tier of its temperature.
 */
export function redirectedModels({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined || !hasEditsUnder(mutation, ["models"])) return [];
  const { before, after } = mutation;
  return Object.entries(after.system.models).flatMap(([id, { params }]) => {
    const former = Object.hasOwn(before.system.models, id) ? before.system.models[id]?.params : {};
    return Object.entries(params)
      .filter(([name, value]) => former?.[name] !== value && isChoosing(name, value))
      .map(([name]) => {
        const pointer = pointerOf("models", id, "params", name);
        const facts = { problem: "redirected", pointer };
        return breach("capability-escalated", placeOfPointer(after, pointer), facts);
      });
  });
}

/** A number says how much and not where: `max_tool_tokens` is an honest setting. */
function isChoosing(name: string, value: string | number | boolean): boolean {
  const isSaid = typeof value === "string" && wordAmong(name, SAYING) !== undefined;
  return isSaid || (typeof value !== "number" && wordAmong(name, CHOOSING) !== undefined);
}
