import type { ModelProvider } from "../../core/ir/model-question.ts";

/** How one provider is reached. `baseUrl` ends without a slash; only operators set it. */
export type ProviderAccess = { readonly baseUrl: string; readonly apiKey?: string };

export type ProviderAccesses = Readonly<Partial<Record<ModelProvider, ProviderAccess>>>;

/** US dollars for a million tokens. */
export type ModelPrice = { readonly input: number; readonly output: number };

/** By `<provider>/<model id>`. A model that is not in it is not asked: nobody knows what it costs. */
export type PriceTable = Readonly<Record<string, ModelPrice>>;
