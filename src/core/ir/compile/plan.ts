import type { JsonObject } from "../../kernel/json.ts";
import type { WhenExpression } from "../when-expression.ts";

/**
 * What a run follows: every step that it can enter, with names resolved, values filled in and
 * conditions parsed. Nothing in it is read twice, so no two runtimes can read it differently.
 */
export type Plan = {
  readonly entry: string;
  /** How often one run may enter the same step. */
  readonly visits: number;
  readonly limits: { readonly tool_calls?: number; readonly wall_clock_ms?: number };
  readonly steps: Readonly<Record<string, Step>>;
};

/** A way on, open when its condition holds; the first open one is taken. */
export type Way = { readonly to: string; readonly when?: WhenExpression };

export type Step =
  | {
      readonly kind: "tool";
      readonly tool: string;
      readonly parameters: JsonObject;
      readonly ways: readonly Way[];
    }
  | {
      readonly kind: "template";
      /** Path of the prompt's text below the system's folder. */
      readonly file: string;
      readonly output: string;
      readonly ways: readonly Way[];
    }
  | {
      readonly kind: "model";
      readonly model: string;
      readonly optional: boolean;
      readonly ways: readonly Way[];
    }
  | { readonly kind: "router"; readonly ways: readonly Way[] }
  | { readonly kind: "end" }
  /** A step whose tool or prompt is not there: a run that comes here fails. */
  | { readonly kind: "broken"; readonly missing: string };
