import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type * as Library from "quickjs-wasi";

/** The engine's library with its program compiled once; each guest is a fresh instance of that. */
export type Engine = typeof Library & { readonly program: EngineProgram };

type EngineProgram = { readonly [Symbol.toStringTag]: "WebAssembly.Module" };

// Node has WebAssembly, but its types are among those of browsers, which this project leaves out.
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<EngineProgram> };

/**
 * Takes the files from whoever started the child. To find them by the package's name it would have
 * to look at every folder and link on the way there, which is nothing that it may see.
 */
export async function openEngine(library: string, program: string): Promise<Engine> {
  const loaded: typeof Library = await import(pathToFileURL(library).href);
  return { ...loaded, program: await WebAssembly.compile(readFileSync(program)) };
}
