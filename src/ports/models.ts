import type { ReasonCode } from "../core/gate/reason-code.ts";
import type { ModelProvider, ModelQuestion } from "../core/ir/model-question.ts";
import type { Result } from "../core/kernel/result.ts";

export type ModelRequest = ModelQuestion & {
  /** 31 bits; reaches the providers that take one. */
  readonly seed: number;
  /** For everything: waiting, tries and the reply to its last byte. */
  readonly deadlineMs: number;
  /** Text as it arrives. What was heard counts for nothing until the whole answer is accepted. */
  readonly onText?: (piece: string) => void;
  /** Looked at every few seconds of waiting; once it says no, the question is taken back. */
  readonly isWanted?: () => Promise<boolean>;
};

/** Tokens of one question and its answer. Where a provider does not say, the most that it can be. */
export type ModelUsage = { readonly inputTokens: number; readonly outputTokens: number };

/** Hostile until it has been checked: a model repeats what it was told. */
export type ModelAnswer = {
  readonly text: string;
  /** `length`: cut off at the most tokens that were asked for. */
  readonly finish: "stop" | "length";
  readonly usage: ModelUsage;
  /** The model that the provider says has answered, such as a dated snapshot of the one asked. */
  readonly answeredBy: string;
  readonly milliseconds: number;
};

/** `model-declined` says something of the model; every other reason says nothing of it. */
export type ModelRefusal = {
  readonly reason: Extract<ReasonCode, `model-${string}`>;
  /** Without keys and without the provider's own sentences, which repeat what they were sent. */
  readonly detail: string;
};

/** What a session may use up, and what it has. `usd` by the operator's price table. */
export type ModelBudget = {
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number;
};

/** Where money is written down before it is spent. Amounts in whole millionths of a US dollar. */
export type ModelAccount = {
  /** Books the most that a try can cost; false where there is not so much left, and it is not made. */
  book(usdMicros: number): Promise<boolean>;
  /** Takes back what a try had booked and did not cost. */
  giveBack(usdMicros: number): Promise<void>;
};

/** Questions under one budget: none is put that could exceed it. */
export type ModelSession = {
  ask(request: ModelRequest): Promise<Result<ModelAnswer, ModelRefusal>>;
  spent(): ModelBudget;
};

export type ProviderHealth = {
  readonly provider: ModelProvider;
  readonly state: "unconfigured" | "ready" | "rejected" | "failing" | "unreachable";
};

/** Language models of whatever provider. Keys stay behind this port. */
export type Models = {
  serves(provider: ModelProvider): boolean;
  /** Under the operator's budget, or a tighter one, and paid from the account where there is one. */
  open(budget?: Partial<ModelBudget>, account?: ModelAccount): ModelSession;
  /** Of every provider, without a paid call. */
  health(): Promise<readonly ProviderHealth[]>;
};
