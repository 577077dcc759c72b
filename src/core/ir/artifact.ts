import type { Digest } from "../kernel/digest.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { Plan } from "./compile/plan.ts";
import type { System } from "./system.ts";

/**
 * What runtimes load: a content-addressed bundle of canonical definition, files, plan and the
 * version it was compiled from. `text` is its canonical JSON and `digest` the digest of that text,
 * so a runtime can refuse a swapped bundle.
 */
export type Artifact = {
  readonly digest: Digest;
  readonly text: string;
  readonly name: string;
  /** Digest of the system version it was compiled from. */
  readonly version: Digest;
  readonly system: System;
  /** File texts by path below the system's folder. */
  readonly files: Readonly<Record<string, string>>;
  /** What a run follows. */
  readonly plan: Plan;
};

/** How one run of an artifact on one input ended. `output` satisfied the output contract. */
export type RunResult =
  | { readonly kind: "answered"; readonly output: JsonObject; readonly usage: RunUsage }
  | {
      readonly kind: "failed";
      readonly why:
        | "input-refused"
        | "tool-failed"
        /** The command of the team's that runs it gave no answer that counts. */
        | "command-failed"
        /** Nobody is there to put a model's question to: it says nothing of the artifact. */
        | "no-model"
        | "model-failed"
        | "output-refused"
        | "over-limit"
        | "stuck";
      readonly detail: string;
      readonly usage: RunUsage;
    };

type RunUsage = {
  readonly steps: number;
  readonly toolCalls: number;
  /** Of tools and models. */
  readonly milliseconds: number;
  /** Of models, in and out; absent where none answered. */
  readonly tokens?: number;
};
