import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | undefined;

/**
 * Frees the machines of earlier calls and says how many bytes are resident then. They are small
 * objects to this heap, which would let many of them pile up. Only in a turn of its own does nothing
 * hold on to the last one.
 */
export async function sweep(): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  collect ??= findCollector();
  collect();
  return process.memoryUsage.rss();
}

/** Asked for here: as a flag of the process it would make Node compile its own library anew. */
function findCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("typeof gc === 'function' ? gc : undefined");
  return typeof found === "function" ? () => void found() : () => undefined;
}
