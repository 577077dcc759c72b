import { createHash } from "node:crypto";

export type ObjectKind = "blob" | "tree" | "commit" | "tag";

/** The objects of one fork network, as loose objects: id → kind and uncompressed body. */
export type ObjectStore = Map<string, { readonly kind: ObjectKind; readonly bytes: Uint8Array }>;

/** The id that git gives an object: SHA-1 over `<kind> <length>\0<body>`. */
export function hashObject(kind: ObjectKind, bytes: Uint8Array): string {
  return createHash("sha1").update(`${kind} ${bytes.length}\0`).update(bytes).digest("hex");
}

export function saveObject(store: ObjectStore, kind: ObjectKind, bytes: Uint8Array): string {
  const id = hashObject(kind, bytes);
  store.set(id, { kind, bytes });
  return id;
}

export function saveBlob(store: ObjectStore, content: string | Uint8Array): string {
  return saveObject(store, "blob", typeof content === "string" ? Buffer.from(content) : content);
}

export function loadObject(
  store: ObjectStore,
  kind: ObjectKind,
  id: string,
): Uint8Array | undefined {
  const found = store.get(id);
  return found?.kind === kind ? found.bytes : undefined;
}

/** For ids that the store itself handed out: their absence is a fault of ours, not a refusal. */
export function objectOf(store: ObjectStore, kind: ObjectKind, id: string): Uint8Array {
  const bytes = loadObject(store, kind, id);
  if (bytes === undefined) throw new Error(`the object store has no ${kind} ${id}`);
  return bytes;
}
