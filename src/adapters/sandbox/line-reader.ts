import { readSync } from "node:fs";

const STDIN = 0;
const NEWLINE = 10;
const CHUNK_BYTES = 64 * 1024;

/**
 * Reads standard input a line at a time, and waits for it: a guest that asks for a capability stands
 * still in the middle of its code until the answer is there.
 */
export function openLineReader(): () => string | undefined {
  let rest: Buffer = Buffer.alloc(0);
  return () => {
    const parts: Buffer[] = [];
    for (let chunk = rest; ; chunk = readChunk()) {
      const end = chunk.indexOf(NEWLINE);
      if (end >= 0) {
        parts.push(chunk.subarray(0, end));
        rest = chunk.subarray(end + 1);
        return Buffer.concat(parts).toString("utf8");
      }
      if (chunk.length === 0 && parts.length > 0) return undefined;
      parts.push(chunk);
    }
  };
}

/** Empty at the end of the input. */
function readChunk(): Buffer {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  return chunk.subarray(0, readSync(STDIN, chunk));
}
