import type { ToolProgram } from "../../ports/sandbox.ts";

/** UTF-8 bytes of a tool's answer. */
export const OUTPUT_BYTES = 64 * 1024;

/** UTF-8 bytes of one call on its way in: input, parameters and seed. */
export const INPUT_BYTES = 256 * 1024;

/** UTF-8 bytes of all tools of one artifact with their data. */
export const LOAD_BYTES = 16 * 1024 * 1024;

/** UTF-8 bytes of what a tool asks of a capability, and of what it is told. */
export const ASK_BYTES = 16 * 1024;

/** One line of a child's: every character of the output may be written as an escape of six. */
export const LINE_BYTES = OUTPUT_BYTES * 6 + 4096;

/** What a tool may take to load its code and data, once per child, in milliseconds of work. */
export const LOAD_MS = 3_000;

/** The first line to a child, then one line per call and one per question that was answered. */
export type LoadLine = { readonly tools: Readonly<Record<string, ToolProgram>> };

/** `payload` is JSON text and is parsed by the guest alone. */
export type CallLine = { readonly tool: string; readonly seed: string; readonly payload: string };

/** What a child says of itself before its first call. */
export const READY = '{"kind":"ready"}';

/** And when a tool is loaded and its own time begins. */
export const BEGUN = '{"kind":"begun"}';
