import { openModels } from "../../../src/adapters/providers/open-models.ts";
import type { Models } from "../../../src/ports/models.ts";

/** An installation without any provider. */
export const NO_MODELS: Models = openModels({
  providers: {},
  prices: {},
  budget: { calls: 0, tokens: 0, usd: 0 },
});
