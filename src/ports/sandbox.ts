import type { Isolation } from "../core/ir/isolation.ts";
import type { Json } from "../core/kernel/json.ts";

export type ToolLimits = { readonly memory_mb: number; readonly deadline_ms: number };

/** One tool's code and the data files it lists, as text by path below the system. */
export type ToolProgram = {
  readonly source: string;
  readonly files: Readonly<Record<string, string>>;
  readonly limits: ToolLimits;
  /** Absent: it may ask for nothing. */
  readonly grants?: Grants;
};

/** Capabilities that a tool was granted, with how often it may ask for each within one call. */
export type Grants = Readonly<Record<string, number>>;

/** What a tool asks of a capability that it was granted; `request` is as hostile as any answer. */
export type Asking = {
  readonly tool: string;
  readonly capability: string;
  readonly request: Json;
};

export type BrokerReply =
  | { readonly kind: "replied"; readonly reply: Json }
  | { readonly kind: "refused"; readonly why: string };

/** Answers in the tool's stead, outside its process: tools hold neither secrets nor connections. */
export type Broker = (asking: Asking) => Promise<BrokerReply>;

export type ToolCall = {
  readonly tool: string;
  readonly input: Json;
  readonly parameters: Readonly<Record<string, Json>>;
  /** Seeds the deterministic clock and randomness of the call. */
  readonly seed: string;
};

/** A tool's answer is hostile until the caller has checked it against the contract. */
export type ToolResult =
  | { readonly kind: "answered"; readonly output: Json; readonly milliseconds: number }
  | {
      readonly kind: "failed";
      /** `unloadable`: it was never called, because its module did not load or has no `run`. */
      readonly why: "unloadable" | "deadline" | "memory" | "threw" | "bad-output" | "crashed";
      readonly detail: string;
    };

/** A child process with an empty environment that runs the tools of one artifact, a fresh world per call. */
export type SandboxSession = {
  call(call: ToolCall): Promise<ToolResult>;
  close(): Promise<void>;
};

export type Sandbox = {
  /** The isolation that a start-up probe showed to work; recorded in the evidence. */
  readonly isolation: Isolation;
  open(tools: Readonly<Record<string, ToolProgram>>, broker?: Broker): Promise<SandboxSession>;
};
