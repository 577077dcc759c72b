import type { ReasonRow } from "./reason-row.ts";

const AGAIN = "Once the provider is well, an operator can ask again with `omega:re-evaluate`.";

/** Models that a system asks while it is evaluated. All but one say nothing of the candidate. */
export const MODEL_REASONS = {
  "model-unconfigured": [
    "No provider for the model",
    "The system asks a model whose provider this installation has no access to, so nothing was measured.",
    "An operator of the app can set the provider's key; `omega doctor --providers` says which are there.",
  ],
  "model-unpriced": [
    "Price of the model unknown",
    "The operator's price table does not name a model that the system asks, so nobody knows what it would cost.",
    "An operator of the app can add it to AGENT_OMEGA_MODEL_PRICES.",
  ],
  "model-budget-spent": [
    "Budget for models spent",
    "The next question could exceed the calls, tokens or money that one evaluation may use.",
    "An operator of the app can raise the limits; a smaller suite or shorter answers need less.",
  ],
  "model-declined": ["The model declined", "The model refused to answer.", "Reword the prompt."],
  "model-unavailable": [
    "Model not available",
    "The provider did not answer, was overloaded or limits the rate, also after several tries.",
    AGAIN,
  ],
  "model-timed-out": [
    "Model too slow",
    "The model had not answered in full before the deadline.",
    AGAIN,
  ],
  "model-access-refused": [
    "Provider refused access",
    "The provider does not take the key, or the account may not use the model or has no credit.",
    "An operator of the app can renew the key or the account.",
  ],
  "model-request-refused": [
    "Question refused by the provider",
    "The provider does not know the model, or a parameter of it is unknown or out of bounds.",
    "The proposer can correct the model's id or parameters.",
  ],
  "model-reply-broken": [
    "Broken reply of a model",
    "The reply broke off or is not what the provider's interface promises.",
    AGAIN,
  ],
  "model-reply-oversized": [
    "Reply of a model too large",
    "The reply was longer than any answer that was asked for.",
    AGAIN,
  ],
  "model-swapped": [
    "Another model answered",
    "The reply does not come from the model that was asked, so it is no evidence about this system.",
    "Name the model as the provider names it in its replies, or ask the operator about the provider.",
  ],
} as const satisfies Readonly<Record<string, ReasonRow>>;
