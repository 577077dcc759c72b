import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The engine compiled once; each guest is a fresh instance of it. */
export type EngineModule = { readonly [Symbol.toStringTag]: "WebAssembly.Module" };

// Node has WebAssembly, but its types are among those of browsers, which this project leaves out.
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<EngineModule> };

export function compileEngine(): Promise<EngineModule> {
  const path = fileURLToPath(import.meta.resolve("quickjs-wasi/quickjs.wasm"));
  return WebAssembly.compile(readFileSync(path));
}
