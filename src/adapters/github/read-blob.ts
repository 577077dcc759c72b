import { createHash } from "node:crypto";
import { z } from "zod";
import type { Sha } from "../../core/kernel/ids.ts";
import type { Connection } from "./connection.ts";

const blobSchema = z.object({ content: z.string(), encoding: z.literal("base64") });

type Reading = Pick<Connection, "octokit" | "name"> & {
  readonly cache: Pick<Connection["cache"], "blobs">;
};

/** The bytes of a blob, which must have the name they were asked for by: nothing was cut on the way. */
export async function readBlob(connection: Reading, id: Sha): Promise<Uint8Array> {
  const { octokit, name, cache } = connection;
  const held = cache.blobs.get(id);
  if (held !== undefined) return held;
  const answer = await octokit.rest.git.getBlob({ ...name, file_sha: id });
  const bytes = new Uint8Array(Buffer.from(blobSchema.parse(answer.data).content, "base64"));
  if (nameOf(bytes) !== id) throw new Error("GitHub answered the bytes of another blob");
  cache.blobs.set(id, bytes, bytes.length);
  return bytes;
}

/** Git's name of a blob. */
function nameOf(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
