import type { Entry } from "../../../src/core/ledger/entry.ts";
import type { Lease } from "../../../src/ports/store/work.ts";

/** A request of the app's that changes something on GitHub. */
export type Write = {
  readonly method: string;
  /** Below the repository, such as `/check-runs`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/** What the app did for the world to see, in the order in which it did it. */
export type Scene =
  /** Committed, not only appended. */
  | { readonly kind: "entry"; readonly entry: Entry }
  | { readonly kind: "write"; readonly write: Write }
  | { readonly kind: "lease"; readonly lease: Lease }
  | { readonly kind: "lock"; readonly pull: number; readonly held: boolean };

/** What the next scene is held against. */
export type Past = {
  readonly entries: Entry[];
  /** The stage that each roll-out is in. */
  readonly stages: Map<string, string>;
  readonly fences: Map<string, number>;
  holder: number | undefined;
};

/** A fact as text; nothing where it is none. */
export function textOf(fact: unknown): string {
  return typeof fact === "string" || typeof fact === "number" ? `${fact}` : "";
}
