import { type ChildProcess, spawn } from "node:child_process";
import type { LaunchPlan } from "./launch-plan.ts";
import { LINE_BYTES } from "./protocol.ts";

/** What came of waiting for a line. */
export type Heard =
  | { readonly kind: "line"; readonly line: string }
  | { readonly kind: "silent" }
  | { readonly kind: "gone" };

/** One child and its two pipes: at most one line is awaited at a time. */
export type LineChannel = {
  isOpen(): boolean;
  ask(line: string, milliseconds: number): Promise<Heard>;
  kill(): void;
};

type State = {
  readonly child: ChildProcess;
  buffer: string;
  isOpen: boolean;
  hear: ((heard: Heard) => void) | undefined;
};

/** Starts a child. Its death, its silence and its shouting all end in an answer, never in a throw. */
export function openChannel(plan: LaunchPlan): LineChannel {
  const child = spawn(plan.command, plan.args, {
    env: plan.env,
    cwd: "/",
    stdio: ["pipe", "pipe", "ignore"],
  });
  const state: State = { child, buffer: "", isOpen: true, hear: undefined };
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => take(state, text));
  child.stdin.on("error", () => close(state));
  child.on("error", () => close(state));
  child.on("exit", () => close(state));
  return {
    isOpen: () => state.isOpen,
    ask: (line, milliseconds) => ask(state, line, milliseconds),
    kill: () => close(state),
  };
}

function ask(state: State, line: string, milliseconds: number): Promise<Heard> {
  if (!state.isOpen) return Promise.resolve({ kind: "gone" });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      state.hear = undefined;
      close(state);
      resolve({ kind: "silent" });
    }, milliseconds);
    state.hear = (heard) => {
      clearTimeout(timer);
      state.hear = undefined;
      resolve(heard);
    };
    state.child.stdin?.write(`${line}\n`);
  });
}

function take(state: State, text: string): void {
  state.buffer += text;
  const end = state.buffer.indexOf("\n");
  if (end < 0) {
    if (state.buffer.length > LINE_BYTES) close(state);
    return;
  }
  const line = state.buffer.slice(0, end);
  state.buffer = state.buffer.slice(end + 1);
  state.hear?.({ kind: "line", line });
}

function close(state: State): void {
  if (state.isOpen) {
    state.isOpen = false;
    state.child.kill("SIGKILL");
  }
  state.hear?.({ kind: "gone" });
}
