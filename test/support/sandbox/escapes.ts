/** Code of a tool that reaches for something outside its machine, and answers with what it got. */
export type Escape = { readonly name: string; readonly source: string };

/** Whatever is got is worth reporting; what is thrown is a refusal. */
const found = (expression: string): string => `export function run(input, context) {
  try { return { got: ${expression} } } catch (error) { return { refused: String(error.name) } }
}`;

/** Names of other worlds' globals: each would be a way out. */
const GLOBALS =
  "process require module exports global Buffer fetch XMLHttpRequest WebSocket EventSource Worker setTimeout setInterval setImmediate queueMicrotask performance WebAssembly Deno Bun std os bjson scriptArgs print console load loadScript navigator structuredClone Atomics SharedArrayBuffer WeakRef FinalizationRegistry gc importScripts".split(
    " ",
  );

export const ESCAPES: readonly Escape[] = [
  ...GLOBALS.filter((name) => !["SharedArrayBuffer", "queueMicrotask"].includes(name)).map(
    (name) => ({ name: `the global ${name}`, source: found(`typeof globalThis["${name}"]`) }),
  ),
  { name: "a function made from text", source: found("Function('return typeof process')()") },
  {
    name: "the constructor of a function of the host's",
    source: found("context.parameters.constructor.constructor('return typeof process')()"),
  },
  {
    name: "the constructor of an async generator",
    source: found(
      "typeof (async function* () {}).constructor('yield process')().next.constructor('return process')()",
    ),
  },
  { name: "eval", source: found("eval('typeof require')") },
  { name: "the caller", source: found("typeof run.caller.caller") },
  { name: "the stack of an error", source: found("typeof Error.prepareStackTrace") },
  {
    name: "the name of a host's file in a stack",
    source: found(
      "/\\/(dist|src|node_modules)\\//.test(new Error('x').stack) ? 'named' : 'undefined'",
    ),
  },
  { name: "import.meta", source: found("typeof import.meta.url") },
];

/** Modules that must not load, whether of the engine, of the host or of the file system. */
export const IMPORTS: readonly string[] = [
  "node:fs",
  "fs",
  "node:child_process",
  "os",
  "std",
  "qjs:os",
  "qjs:std",
  "/proc/1/environ",
  "/proc/self/environ",
  "file:///etc/passwd",
  "../../../package.json",
  "http://169.254.169.254/latest/meta-data/",
  "data:text/javascript,export default 1",
];
