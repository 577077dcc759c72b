import type { Place } from "../../gate/finding.ts";
import type { Pointer } from "../../kernel/pointer.ts";
import type { SystemRules } from "../charter.ts";

/** How an agent is written that was not written for us. */
export type NativeFormat = Exclude<SystemRules["format"], "omega">;

export const NATIVE_FORMATS = [
  "crewai",
  "autogen",
  "langgraph",
  "claude-agents",
] as const satisfies readonly NativeFormat[];

export function isNativeFormat(text: string | undefined): text is NativeFormat {
  return NATIVE_FORMATS.some((format) => format === text);
}

/**
 * What a definition points at and does not contain. `sha256` is there where the bytes are in the
 * system's folder: they are pinned, and a change of them is an edit like any other.
 */
export type Opaque = {
  readonly pointer: Pointer;
  readonly why:
    | "code-file"
    | "code-inline"
    | "code-missing"
    | "file-in-code"
    | "named-tool"
    | "mcp-server"
    | "foreign-component"
    | "order-in-code";
  readonly name: string;
  readonly sha256?: string;
  readonly place: Place;
};

/** What a format grants or fixes where its file is silent, and the normalised system says aloud. */
export type Explicit = {
  readonly pointer: Pointer;
  readonly what: "every-tool" | "default-model" | "inherited-model" | "open-contract";
  readonly name: string;
  readonly place: Place;
};

/** The lines of a native file that became one file of the system. */
export type Origin = {
  readonly path: string;
  readonly lines: readonly { readonly line: number; readonly text: string }[];
};

/** Where a system came from that is kept in the files of another framework. */
export type NativeSource = {
  readonly format: NativeFormat;
  readonly opaque: readonly Opaque[];
  readonly explicit: readonly Explicit[];
  /** By file of the system, such as `prompts/researcher.md`, which exists in memory only. */
  readonly origins: ReadonlyMap<string, Origin>;
};
