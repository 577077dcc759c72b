import { z } from "zod";

const count = z.number().int().min(1);

/** ISO 8601 durations as far as a charter needs them: days, hours, minutes and seconds. */
export const duration = z
  .string()
  .regex(/^P(?=\d|T\d)(\d{1,4}D)?(T(\d{1,5}H)?(\d{1,5}M)?(\d{1,6}S)?)?$/);

/** A program's name or absolute path. A path below the system would be a file without its mode. */
const program = z.string().regex(/^(?:\/[\x21-\x7e]{1,254}|[A-Za-z0-9][A-Za-z0-9._+-]{0,62})$/);
const word = z.string().regex(/^[\x20-\x7e]{0,1000}$/);

const commandRunner = z.strictObject({
  kind: z.literal("command"),
  command: z
    .array(word)
    .min(1)
    .max(50)
    .refine(([first]) => program.safeParse(first).success, "begins with a program's name or path"),
  limits: z
    .strictObject({
      memory_mb: count.max(16_384).optional(),
      processes: count.max(256).optional(),
      start_ms: count.max(300_000).optional(),
      deadline_ms: count.max(600_000).optional(),
      total: duration.optional(),
    })
    .optional(),
});

const actionsRunner = z.strictObject({
  kind: z.literal("actions"),
  /** Governed, whether `workflows` lists it or not. */
  workflow: z.string().regex(/^\.github\/workflows\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.ya?ml$/),
  deadline: duration.optional(),
});

/** What runs a system while it is judged; absent is the built-in interpreter. */
export const runner = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("interpreter") }),
  commandRunner,
  actionsRunner,
]);

export type RunnerRules = z.infer<typeof runner>;

export type CommandRules = Extract<RunnerRules, { readonly kind: "command" }>;

export type ActionsRules = Extract<RunnerRules, { readonly kind: "actions" }>;

/** Workflows that judge: those that the charter lists, and those that its runners are. */
export function judgingWorkflows(charter: {
  readonly workflows: readonly string[];
  readonly systems: Readonly<Record<string, { readonly runner?: RunnerRules | undefined }>>;
}): readonly string[] {
  const ofRunners = Object.values(charter.systems).flatMap(({ runner: named }) =>
    named?.kind === "actions" ? [named.workflow] : [],
  );
  return [...new Set([...charter.workflows, ...ofRunners])];
}

/** What runs versions of a system: nothing where their framework is another and no runner is named. */
export function runnerOf(
  rules: { readonly runner?: RunnerRules | undefined },
  versions: readonly { readonly native?: unknown }[],
): RunnerRules | undefined {
  const { runner: named } = rules;
  if (named !== undefined && named.kind !== "interpreter") return named;
  return versions.some(({ native }) => native !== undefined) ? undefined : INTERPRETER;
}

const INTERPRETER: RunnerRules = { kind: "interpreter" };
