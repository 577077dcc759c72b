import type { Result } from "../core/kernel/result.ts";

/** Why an export could not even be read; whether it holds is another question. */
export type ExportRefusal =
  | { readonly kind: "file-missing" | "not-a-file" }
  /** The server answered with another status than 200. */
  | { readonly kind: "answered"; readonly status: number }
  | { readonly kind: "unreachable"; readonly detail: string }
  | { readonly kind: "too-late"; readonly seconds: number }
  | { readonly kind: "too-large"; readonly bytes: number };

/** Reads an export whole, from a file or from a server, or says why not. */
export type ReadExport = (source: string, token?: string) => Promise<Result<string, ExportRefusal>>;
