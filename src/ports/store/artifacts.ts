import type { Digest } from "../../core/kernel/digest.ts";

/** Content-addressed and immutable: the digest is that of the text. */
export type Artifacts = {
  save(digest: Digest, text: string): Promise<void>;
  load(digest: Digest): Promise<string | undefined>;
};
