import { type ChildProcess, spawn } from "node:child_process";
import { type LaunchPlan, STATUS_FD } from "./launch-plan.ts";
import type { Allowance, Overuse } from "./overuse.ts";
import { type Gauge, gaugeOf } from "./process-usage.ts";
import { LINE_BYTES } from "./protocol.ts";
import { watchChild } from "./watch-child.ts";

/** What came of waiting for a line. */
export type Heard =
  | { readonly kind: "line"; readonly line: string }
  /** It used too much, and was killed. */
  | { readonly kind: "over"; readonly what: Overuse }
  | { readonly kind: "gone" };

/** One child and its two pipes. Whoever is allowed nothing any more has nothing to say either. */
export type LineChannel = {
  /** False once it is dead, and when it said something that nobody had asked. */
  isReady(): boolean;
  /** False when something waits that nobody asked for. */
  isSilent(): boolean;
  /** Whether the walls came up around it, where they report that. */
  hasStarted(): boolean;
  send(line: string): void;
  /** The next line; at most one is awaited at a time. */
  hear(): Promise<Heard>;
  /** From now on it may use so much; undefined lifts the watch while it waits for work. */
  allow(allowance: Allowance | undefined): void;
  kill(): void;
};

type State = {
  readonly child: ChildProcess;
  /** Absent where no child could be started. */
  readonly gauge: Gauge | undefined;
  readonly lines: string[];
  buffer: string;
  hasStarted: boolean;
  end: Heard | undefined;
  unwatch: () => void;
  awaits: ((heard: Heard) => void) | undefined;
};

/** Lines that may wait to be heard: `begun` and what follows at once. More is shouting. */
const MOST_WAITING = 2;

const GONE: Heard = { kind: "gone" };

/** Starts a child. Its death, its silence and its shouting all end in an answer, never in a throw. */
export function openChannel(plan: LaunchPlan): LineChannel {
  const child = spawn(plan.command, plan.args, {
    env: plan.env,
    cwd: "/",
    stdio: ["pipe", "pipe", "ignore", plan.reports ? "pipe" : "ignore"],
    ...plan.identity,
  });
  const state: State = {
    child,
    gauge: child.pid === undefined ? undefined : gaugeOf(child.pid),
    lines: [],
    buffer: "",
    hasStarted: plan.reports === undefined,
    end: undefined,
    unwatch: () => undefined,
    awaits: undefined,
  };
  child.stdout?.setEncoding("utf8");
  child.stdout?.on("data", (text: string) => take(state, text));
  child.stdin?.on("error", () => close(state, GONE));
  child.on("error", () => close(state, GONE));
  // Not its exit: what it had said before may still be on the way.
  child.on("close", () => close(state, GONE));
  child.stdio[STATUS_FD]?.once("data", () => {
    state.hasStarted = true;
  });
  return {
    isReady: () => state.end === undefined && state.lines.length === 0 && state.buffer === "",
    isSilent: () => state.lines.length === 0 && state.buffer === "",
    hasStarted: () => state.hasStarted,
    send: (line) => void (state.end ?? child.stdin?.write(`${line}\n`)),
    hear: () => hear(state),
    allow: (allowance) => watch(state, allowance),
    kill: () => close(state, GONE),
  };
}

function hear(state: State): Promise<Heard> {
  const line = state.lines.shift();
  if (line !== undefined) return Promise.resolve({ kind: "line", line });
  if (state.end !== undefined) return Promise.resolve(state.end);
  return new Promise((resolve) => {
    state.awaits = resolve;
  });
}

function watch(state: State, allowance: Allowance | undefined): void {
  state.unwatch();
  const { gauge } = state;
  if (state.end !== undefined || allowance === undefined || gauge === undefined) return;
  state.unwatch = watchChild(gauge, allowance, (what) => close(state, { kind: "over", what }));
}

function take(state: State, text: string): void {
  const [first = "", ...rest] = text.split("\n", MOST_WAITING * 2);
  let line = state.buffer + first;
  for (const next of rest) {
    tell(state, line);
    line = next;
  }
  state.buffer = line;
  if (line.length > LINE_BYTES || state.lines.length > MOST_WAITING) {
    close(state, { kind: "over", what: "output" });
  }
}

function tell(state: State, line: string): void {
  const { awaits } = state;
  state.awaits = undefined;
  if (awaits === undefined) state.lines.push(line);
  else awaits({ kind: "line", line });
}

function close(state: State, end: Heard): void {
  if (state.end !== undefined) return;
  state.end = end;
  state.lines.length = 0;
  state.unwatch();
  state.child.kill("SIGKILL");
  state.awaits?.(end);
  state.awaits = undefined;
}
