import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { grant } from "./draft-graph.ts";
import { placeIn } from "./native-document.ts";
import { objectAt, refuseKey, type Segments, type Source, valueAt } from "./native-fields.ts";
import type { NativeFormat } from "./native-source.ts";
import { put } from "./system-draft.ts";
import { keepLeftovers } from "./unmapped-keys.ts";

type NamedModel = {
  readonly format: NativeFormat;
  readonly id: string;
  /** The node that the model speaks for. */
  readonly node: string;
  readonly at: Segments;
  /** Where a reader looks when no model is named. */
  readonly owner: Segments;
};

/** Settings of a model by which requests or keys go elsewhere. */
const ELSEWHERE = ["base_url", "api_base", "azure_endpoint", "endpoint"] as const;
const NAMES = ["model", "model_name", "id"] as const;

/** A model by name (`provider/model`) or with settings; where there is none, the framework's own. */
export function addModelNamed(source: Source, named: NamedModel): void {
  const { draft, document } = source;
  const { id, at, owner } = named;
  const value = valueAt(document, at);
  if (value === undefined || value === null) {
    const place = placeIn(document, ...owner);
    const model = { provider: "openai-compatible", id: "framework-default" };
    const pointer = put(draft, ["models", id], { value: model, place });
    draft.explicit.push({ pointer, what: "default-model", name: id, place });
    return;
  }
  const place = placeIn(document, ...at);
  if (typeof value === "string") {
    put(draft, ["models", id], { value: { provider: providerOf(value), id: value }, place });
    return;
  }
  if (!isJsonObject(value)) return refuseKey(source, at, "not-text");
  addModelWith(source, { ...named, provider: "" });
}

type ModelWith = Omit<NamedModel, "owner"> & { readonly provider: string };

/** A model with settings. Plain values tune it; addresses are reach; the rest is not understood. */
export function addModelWith(source: Source, model: ModelWith): void {
  const { draft, document } = source;
  const { at, provider } = model;
  const config = objectAt(source, at) ?? {};
  const [key, name] = namedIn(config) ?? [];
  if (key === undefined || name === undefined) {
    return refuseKey(source, [...at, "model"], "missing-key");
  }
  const params = Object.entries(config).filter(([one, value]) => isTuning(one, value));
  const value = {
    provider: providerOf(`${provider} ${name}`),
    id: name,
    params: Object.fromEntries(params),
  };
  const pointer = put(draft, ["models", model.id], { value, place: placeIn(document, ...at, key) });
  for (const [one] of params) {
    draft.positions.set(`${pointer}/params/${one}`, placeIn(document, ...at, one));
  }
  const addresses = textsOf(config, ELSEWHERE);
  for (const address of addresses) addAddress(source, model, address);
  const mapped = new Set([key, ...[...params, ...addresses].map(([one]) => one)]);
  keepLeftovers(source, { format: model.format, at, mapped, under: ["models", model.id] });
}

type Named = readonly [key: string, text: string];

function namedIn(config: JsonObject): Named | undefined {
  return textsOf(config, NAMES)[0];
}

function textsOf(config: JsonObject, keys: readonly string[]): readonly Named[] {
  return keys.flatMap((key): readonly Named[] => {
    const text = config[key];
    return typeof text === "string" ? [[key, text]] : [];
  });
}

function addAddress(
  { draft, document }: Source,
  { id, node, at }: ModelWith,
  [key, target]: Named,
): void {
  const tool = id === node ? `model ${key}` : `model ${id} ${key}`;
  const given = { agent: node, tool, kind: "model-endpoint", target } as const;
  grant(draft, { ...given, effect: "write", place: placeIn(document, ...at, key) });
}

const PARAMETER = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;
const NOT_TUNING: ReadonlySet<string> = new Set([...ELSEWHERE, ...NAMES]);

function isTuning(name: string, value: Json): boolean {
  const isPlain = typeof value === "number" || typeof value === "boolean";
  return isPlain && PARAMETER.test(name) && !NOT_TUNING.has(name);
}

const PROVIDERS = ["openrouter", "anthropic", "openai"] as const;

/** Who is asked, as far as the name says it. */
function providerOf(text: string): string {
  const lower = text.toLowerCase();
  if (lower.includes("claude")) return "anthropic";
  return PROVIDERS.find((provider) => lower.includes(provider)) ?? "openai-compatible";
}
