import type { JSValueHandle, Snapshot } from "quickjs-wasi";
import type { ToolProgram } from "../../ports/sandbox.ts";
import type { Engine } from "./engine.ts";
import { GUEST_DRIVER } from "./guest-driver.ts";
import { type Machine, openMachine } from "./guest-machine.ts";
import { seedNumber, type World, worldOf } from "./guest-world.ts";
import { type CallLine, LOAD_MS, OUTPUT_BYTES } from "./protocol.ts";
import type { EndLine } from "./reply-line.ts";

type Failed = Extract<EndLine, { readonly kind: "failed" }>;

/** One call of a loaded tool, with its two ways out of the machine while it runs. */
type Calling = CallLine & {
  readonly limits: ToolProgram["limits"];
  /** Told when loading is over and the tool's own time begins. */
  begin(): void;
  /** Passes a question on to whoever brokers the capability; JSON text in and out. */
  ask(capability: string, request: string): string;
};

/** The one function of the host's that a guest can reach, by the name that a snapshot keeps. */
const ASK = "ask";

/** A tool loaded once: code evaluated, data parsed, the whole machine kept as bytes. */
export type LoadedTool =
  | {
      readonly kind: "loaded";
      readonly snapshot: Snapshot;
      readonly entry: number;
      /** A machine that answered and was put back to where every call begins. */
      spare: Machine | undefined;
    }
  | Failed;

/** Evaluates a tool's module and parses its data, within the tool's memory and the loading time. */
export async function loadTool(engine: Engine, program: ToolProgram): Promise<LoadedTool> {
  const world = worldOf(engine, program.limits.memory_mb);
  world.enter("load");
  const vm = await engine.QuickJS.create(world.options);
  try {
    world.arm(LOAD_MS);
    const driver = vm.evalCode(GUEST_DRIVER, "driver");
    const loading = vm.evalCode(program.source, "tool", engine.EvalFlags.TYPE_MODULE);
    vm.executePendingJobs();
    const loaded = await vm.resolvePromise(loading);
    if ("error" in loaded) return unloadable(failureOf(new Error("the module threw"), world));
    const run = loaded.value.getProp("run");
    if (!run.isFunction)
      return unloadable(failureOf(new Error("it exports no function `run`"), world));
    const files = vm.newString(JSON.stringify(dataOf(program.files)));
    // While it loads, a tool has nobody to ask.
    const ask = vm.newFunction(ASK, () => vm.newString('{"kind":"refused","why":"not called"}'));
    const entry = vm.callFunction(driver, vm.undefined, run, files, ask);
    const handle = vm.exportHandle(entry);
    return { kind: "loaded", entry: handle, snapshot: vm.snapshot(), spare: undefined };
  } catch (fault) {
    return unloadable(failureOf(fault, world));
  }
}

/**
 * One call in a machine that stands at the end of loading, to the byte. Only one that answered is
 * put back there and kept; whatever else happened may have left something behind.
 */
export async function callTool(
  engine: Engine,
  loaded: Extract<LoadedTool, { kind: "loaded" }>,
  call: Calling,
): Promise<EndLine> {
  const machine =
    loaded.spare ?? (await openMachine(engine, loaded.snapshot, call.limits.memory_mb));
  loaded.spare = undefined;
  const end = callIn(machine, loaded.entry, call);
  if (end.kind === "answered" && machine.rewind()) loaded.spare = machine;
  return end;
}

function callIn({ vm, world }: Machine, tool: number, call: Calling): EndLine {
  world.enter(call.seed);
  vm.registerHostCallback(ASK, (capability, request) =>
    vm.newString(call.ask(textOf(capability), textOf(request))),
  );
  try {
    call.begin();
    world.arm(call.limits.deadline_ms);
    const payload = vm.newString(call.payload);
    const seed = vm.newNumber(seedNumber(call.seed));
    const entry = vm.importHandle(tool);
    const output = vm.callFunction(entry, vm.undefined, payload, seed).toString();
    const milliseconds = Math.round(world.elapsed() * 1000) / 1000;
    if (output === "" || Buffer.byteLength(output) > OUTPUT_BYTES) {
      return { kind: "failed", why: "bad-output", detail: `${Buffer.byteLength(output)} bytes` };
    }
    return { kind: "answered", output, milliseconds };
  } catch (fault) {
    return failureOf(fault, world);
  }
}

/** What reaches the host's function came through our driver; anything else is no name of anything. */
function textOf(handle: JSValueHandle | undefined): string {
  return handle?.isString === true ? handle.toString() : "";
}

/** Data files by their stem, as `context.data` names them. */
function dataOf(files: ToolProgram["files"]): readonly (readonly [string, string])[] {
  return Object.entries(files).map(([path, text]) => [stemOf(path), text] as const);
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}

/** Running out of time or memory keeps its name; anything else while loading is no call that threw. */
function unloadable(failure: Failed): Failed {
  return failure.why === "threw" ? { ...failure, why: "unloadable" } : failure;
}

/** The guest's own words are kept short and go no further than the evidence store. */
function failureOf(fault: unknown, world: World): Failed {
  if (world.isLate()) return { kind: "failed", why: "deadline", detail: "interrupted" };
  const detail = fault instanceof Error ? fault.message.slice(0, 200) : "not an error";
  const isMemory = world.isGuests(fault) && detail.includes("out of memory");
  return { kind: "failed", why: isMemory ? "memory" : "threw", detail };
}
