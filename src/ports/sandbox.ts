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

/** An agent that a program of its team's runs: what is started, with what it may read and use. */
export type AgentProgram = {
  /** Program and arguments, from the charter at the base. */
  readonly command: readonly string[];
  /** Where it starts: the system's folder, below which `files` mostly lie. */
  readonly folder: string;
  /** One version's own files by path in the repository; the rest of the repository is not there. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The compiled bundle of the same version, for programs that read that instead. */
  readonly bundle: string;
  readonly limits: AgentLimits;
};

export type AgentLimits = {
  /** Resident, of all its processes together, beside 16 MiB of files. */
  readonly memoryMb: number;
  readonly processes: number;
  /** On top of the first answer's deadline after each start. */
  readonly startMs: number;
  /** For one answer: the lesser of wall time and its own work. */
  readonly deadlineMs: number;
  /** For all answers together. */
  readonly totalMs: number;
};

export type AgentQuestion = { readonly input: Json; readonly seed: string };

/** As hostile as a tool's. What failed is the agent's; what crashed or took too long in all is nobody's. */
export type AgentAnswer =
  | { readonly kind: "answered"; readonly output: Json; readonly milliseconds: number }
  | { readonly kind: "failed"; readonly why: AgentFailure }
  /** Nothing was started: the walls did not come up. */
  | { readonly kind: "crashed" }
  | { readonly kind: "over-time" };

export type AgentFailure =
  | "deadline"
  | "memory"
  | "processes"
  | "exited"
  | "bad-input"
  | "bad-output"
  /** It said something that nobody had asked: more than a line, or a line too late. */
  | "out-of-turn";

export type AgentSession = {
  ask(question: AgentQuestion): Promise<AgentAnswer>;
  close(): Promise<void>;
};

/** Runs other people's programs, always behind namespaces: no network, nothing to write to but a small `/tmp`. */
export type AgentSandbox = {
  readonly isolation: Isolation;
  /** Whether the program is installed where the sandbox can show it. */
  finds(program: string): boolean;
  open(program: AgentProgram): Promise<AgentSession>;
};

export type Sandbox = {
  /** Nothing where a probe got no program behind walls: without them none is ever started. */
  agents?(): Promise<AgentSandbox | undefined>;
  /** The isolation that a start-up probe showed to work; recorded in the evidence. */
  readonly isolation: Isolation;
  open(tools: Readonly<Record<string, ToolProgram>>, broker?: Broker): Promise<SandboxSession>;
};
