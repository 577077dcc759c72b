import type { Asking } from "../evaluation/asking.ts";
import type { Caution } from "../evaluation/evaluation.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import type { Digest } from "../kernel/digest.ts";
import type { PullNumber, RepositoryId, Sha } from "../kernel/ids.ts";

/** What a decision is about, exactly. It is void as soon as one of these is no longer so. */
export type Binding = {
  readonly repositoryId: RepositoryId;
  readonly pull: PullNumber;
  readonly headSha: Sha;
  readonly system: string;
  readonly systemBefore: Digest;
  readonly systemAfter: Digest;
  readonly charter: Digest;
  /** Digest per suite that was asked: `public`, `sealed`, `safety`. */
  readonly suites: Readonly<Record<string, Digest>>;
  /** Digest of the code and settings that measured: interpreter, sandbox, statistics. */
  readonly evaluator: Digest;
};

/** Recorded beside the binding, and voiding nothing. */
export type Provenance = { readonly baseSha: Sha; readonly appVersion: string };

export type Ruling = "accept" | "reject" | "quarantine";

/** What the profile promises, repeated wherever a decision is shown. */
export type ErrorPromise = {
  readonly profile: "strict" | "standard" | "small";
  readonly alpha: number;
  /** Mutations per epoch; absent where nothing is promised over a run. */
  readonly epoch?: number;
};

export type { Caution };

/** Ours, not the judge's. `bar` and `eValue` are those of the primary test. */
export type Decision = {
  readonly ruling: Ruling;
  readonly reason: ReasonCode;
  readonly binding: Binding;
  readonly provenance: Provenance;
  readonly promise: ErrorPromise;
  readonly bar: number;
  /** Why the bar is where it is, beside the profile; absent where the record tells of no outcome. */
  readonly caution?: Caution;
  readonly eValue: number;
  /** Smallest true effect that the whole suite could have shown with 80 % power, in score points. */
  readonly minimumDetectableEffect: number;
  /** How far the sealed suite was asked; a sealed figure, and absent where it was not asked. */
  readonly asking?: Asking;
};
