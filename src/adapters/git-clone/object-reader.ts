import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import type { Sha } from "../../core/kernel/ids.ts";
import { GIT_ARGS, gitEnvironment, type GitPlace, PATIENCE_MS } from "./run-git.ts";

/** More than the largest file that any gate reads. */
const BLOB_BYTES = 16 * 1024 * 1024;

const HEADER_BYTES = 200;
const LINE_FEED = 10;

type Asked = {
  readonly id: Sha;
  resolve(bytes: Uint8Array): void;
  reject(fault: Error): void;
};

export type ObjectReader = {
  /** The bytes of a blob, which must have the name they were asked for by. */
  blob(id: Sha): Promise<Uint8Array>;
  close(): void;
};

/**
 * One `git cat-file --batch` for all blobs, started at the first. It answers in the order asked. It
 * may live for as long as somebody reads, and is given up when it owes an answer and says nothing.
 */
export function openObjectReader(place: GitPlace, patience = PATIENCE_MS): ObjectReader {
  let child: ChildProcessWithoutNullStreams | undefined;
  let broken: Error | undefined;
  const asked: Asked[] = [];
  let silence: NodeJS.Timeout | undefined;
  const fail = (fault: Error): void => {
    clearTimeout(silence);
    broken ??= fault;
    child?.kill("SIGKILL");
    for (const one of asked.splice(0)) one.reject(fault);
  };
  const listen = (): void => {
    clearTimeout(silence);
    if (asked.length === 0) return;
    silence = setTimeout(() => fail(new Error("git cat-file does not answer")), patience);
  };
  const take = answersFrom(asked, fail);
  const hear = (chunk: Buffer): void => {
    take(chunk);
    listen();
  };
  return {
    blob: (id) =>
      new Promise((resolve, reject) => {
        // Nothing would answer what is asked after a failure.
        if (broken !== undefined) return reject(broken);
        child ??= startReader(place, { hear, fail });
        asked.push({ id, resolve, reject });
        child.stdin.write(`${id}\n`);
        listen();
      }),
    close: () => void child?.stdin.end(),
  };
}

type Listening = {
  readonly hear: (chunk: Buffer) => void;
  readonly fail: (fault: Error) => void;
};

function startReader(place: GitPlace, { hear, fail }: Listening): ChildProcessWithoutNullStreams {
  const started = spawn("git", [...GIT_ARGS, "cat-file", "--batch"], {
    cwd: place.directory,
    env: gitEnvironment(place),
  });
  started.stdout.on("data", hear);
  started.stderr.resume();
  started.stdin.on("error", fail);
  started.once("error", fail);
  started.once("close", () => fail(new Error("git cat-file ended before it had answered")));
  return started;
}

/** Takes the stream as it comes, and answers the oldest question whenever one is whole. */
function answersFrom(asked: Asked[], fail: (fault: Error) => void): (chunk: Buffer) => void {
  let held: Buffer[] = [];
  let bytes = 0;
  let needed = 1;
  return (chunk) => {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < needed) return;
    let rest = Buffer.concat(held);
    needed = 1;
    try {
      for (let one = asked[0]; one !== undefined; one = asked[0]) {
        const answer = readAnswer(rest, one.id);
        if (answer.content === undefined) {
          needed = answer.length;
          break;
        }
        asked.shift();
        one.resolve(answer.content);
        rest = rest.subarray(answer.length);
      }
    } catch (fault) {
      fail(fault instanceof Error ? fault : new Error(String(fault)));
    }
    held = [rest];
    bytes = rest.length;
  };
}

type Answer = { readonly length: number; readonly content?: Uint8Array };

/** `<id> blob <size>`, the bytes, a line feed; without content while they are still coming. */
function readAnswer(stream: Buffer, id: Sha): Answer {
  const end = stream.indexOf(LINE_FEED);
  if (end === -1 && stream.length < HEADER_BYTES) return { length: stream.length + 1 };
  const header = stream.toString("latin1", 0, end === -1 ? HEADER_BYTES : end);
  const [name, kind, size] = header.split(" ");
  if (name !== id || kind !== "blob") {
    throw new Error(`a file's object is missing in this clone (git says "${header}")`);
  }
  if (!(Number(size) <= BLOB_BYTES)) throw new Error(`the object ${id} is too large to be read`);
  const from = end + 1;
  const length = from + Number(size) + 1;
  if (stream.length < length) return { length };
  const content = new Uint8Array(stream.subarray(from, length - 1));
  if (nameOf(content) !== id) throw new Error(`the object ${id} is damaged`);
  return { length, content };
}

/** Git's name of a blob. */
function nameOf(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
