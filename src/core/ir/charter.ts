import { z } from "zod";
import { WATCHABLE_RULES } from "../gate/watching.ts";
import { millisecondsOf, parseDuration } from "../kernel/duration.ts";
import { ISOLATIONS } from "./isolation.ts";
import { duration, runner } from "./runner-rules.ts";
import { TIERS } from "./tier.ts";

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const repositoryPath = z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9._/-]{1,255}$/);
const person = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}(\[bot\])?(\/[A-Za-z0-9._-]{1,100})?$/);
const share = z.number().int().min(1).max(100);
const count = z.number().int().min(0).max(1_000_000);

const tierRule = z.strictObject({
  match: z.string().regex(/^\/[A-Za-z0-9_\-*/.]{1,200}$/),
  tier: z.enum(TIERS),
  widen_to: z.enum(TIERS).optional(),
  bound: z.strictObject({ relative_change: z.number().positive().max(10) }).optional(),
});

const budget = z.strictObject({
  window: duration,
  proposals: count,
  accepted: count,
  drift: z.number().positive().max(1000),
  reserve: z.strictObject({ people: count, rollback: count }),
  spend: z.strictObject({ usd: z.number().min(0).max(1_000_000), sealed_pairs: count }),
});

/** Below `evals`, so that no mutation can carry the answers that it is compared by. */
const governedPath = z.string().regex(/^evals\/(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9._/-]{1,240}$/);

/**
 * By name, since people read it. A name that has moved on is not followed: whoever takes the old one
 * later would supply the suite.
 */
const privateRepository = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/);

/** How often each item is asked. More would cost more than further items, and tell less. */
const epochs = z.number().int().min(1).max(10);

const suites = z.strictObject({
  public: z.strictObject({
    dataset: repositoryPath,
    metric: z.enum(["accuracy"]),
    cluster: id.optional(),
    epochs: epochs.optional(),
  }),
  sealed: z
    .strictObject({
      ref: id,
      /** The private repository whose root holds it; absent where the app's own directory does. */
      repository: privateRepository.optional(),
      metric: z.enum(["accuracy"]),
      shard: count.min(1).optional(),
      epochs: epochs.optional(),
    })
    .optional(),
  safety: z
    .strictObject({
      dataset: repositoryPath,
      metric: z.enum(["violation"]),
      zero_tolerance: z.literal(true),
    })
    .optional(),
  /** Free text, compared by a model where the installation allows it; `field` of the output holds it. */
  rubric: z
    .strictObject({
      dataset: governedPath,
      calibration: governedPath,
      metric: z.enum(["rubric"]),
      field: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/),
    })
    .optional(),
});

const evidence = z.strictObject({
  profile: z.enum(["strict", "standard", "small"]),
  margins: z.strictObject({
    task: z.number().positive().max(0.05),
    efficiency: z.number().positive().max(0.5),
    risk: z.number().positive().max(0.02),
  }),
});

const guard = z.union([
  z.strictObject({ direction: z.enum(["up", "down"]), margin: z.number().positive().max(0.1) }),
  z.strictObject({ floor: z.number().positive().max(0.01) }),
]);

const rollout = z.strictObject({
  shadow: z.strictObject({ units: count.min(50), deadline: duration }),
  canary: z.strictObject({
    steps: z
      .array(share)
      .min(1)
      .max(10)
      .refine((steps) => steps.some((step) => step <= 25), "one step at 25 % or less")
      .refine(
        (steps) => steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0)),
        "each step larger than the one before",
      ),
    min_units: count.min(100),
    soak: duration,
    deadline: duration,
  }),
  advance: z.enum(["manual", "automatic"]),
  guards: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/), guard),
  freeze: z.array(z.strictObject({ from: z.string(), to: z.string() })).max(50),
});

/** The least isolation in which a change of each tier may be run; absent asks for nothing more. */
const isolation = z.strictObject({
  T0: z.enum(ISOLATIONS).optional(),
  T1: z.enum(ISOLATIONS).optional(),
  T2: z.enum(ISOLATIONS).optional(),
  T3: z.enum(ISOLATIONS).optional(),
});

/**
 * What is kept of the inputs that production's units had, for replay: for how long, how many, and
 * what is taken out before. `*` stands for every member or item. An empty list is a choice as well,
 * so it has to be written.
 */
const capture = z.strictObject({
  retention: duration.refine((text) => {
    const milliseconds = parseDuration(text) ?? 0;
    return milliseconds > 0 && milliseconds <= LONGEST_RETENTION;
  }, "more than nothing, and at most 90 days"),
  most: count.min(1).max(10_000),
  redact: z.array(z.string().regex(/^(\/(\*|[A-Za-z0-9_$.-]{1,100})){1,16}$/)).max(100),
});

const LONGEST_RETENTION = millisecondsOf("P90D");

const systemRules = z
  .strictObject({
    path: repositoryPath,
    format: z.enum(["omega", "crewai", "autogen", "langgraph", "claude-agents"]),
    protected: z.array(z.string().min(1).max(200)).max(100),
    delivery: z.enum(["workflow", "ofrep", "replay"]),
    /** Whose deployment statuses count where a workflow delivers. */
    deployer: person.optional(),
    /** Recorded inputs that both versions are given where nothing live is split. */
    replay: z.strictObject({ dataset: governedPath }).optional(),
    /** Absent: no input of anybody is ever kept. */
    capture: capture.optional(),
    unit: id,
    tiers: z.array(tierRule).max(100),
    isolation: isolation.optional(),
    runner: runner.optional(),
    budget,
    suites,
    evidence,
    rollout,
  })
  // What would never be replayed must not be kept.
  .refine(
    ({ capture: kept, delivery, replay }) =>
      kept === undefined || (delivery === "replay" && replay === undefined),
    { path: ["capture"], message: "only with `delivery: replay`, and without a dataset" },
  );

/**
 * The charter: who governs one repository and within which limits. Read at the base commit only.
 * The numeric limits here are the constitutional floors: no charter can be written below them.
 */
export const charterSchema = z.strictObject({
  $schema: z.string().max(300).optional(),
  apiVersion: z.literal("omega.dev/v1"),
  kind: z.literal("Charter"),
  mode: z.enum(["enforce", "monitor"]),
  /** Rules that are only watched while `mode` enforces the others. */
  monitor: z.array(z.enum(WATCHABLE_RULES)).max(WATCHABLE_RULES.length).optional(),
  people: z.strictObject({
    stewards: z.array(person).min(1).max(100),
    operators: z.array(person).min(1).max(100),
    sealed_readers: z.array(person).max(100),
  }),
  quorum: z.strictObject({
    amendment: z.number().int().min(1).max(20),
    introduction: z.number().int().min(1).max(20),
    quarantine_to_canary: z.number().int().min(1).max(20),
    emergency: z.number().int().min(1).max(20),
  }),
  proposers: z.record(id, z.strictObject({ login: person, model_family: id })),
  systems: z.record(id, systemRules),
  judge: z.strictObject({
    modes: z.array(z.enum(["recompute", "remeasure", "adversarial"])).min(1),
    minimum_family_distance: z.number().int().min(0).max(1),
  }),
  workflows: z.array(repositoryPath).max(100),
});

export type Charter = z.infer<typeof charterSchema>;
export type SystemRules = Charter["systems"][string];
export type TierRule = SystemRules["tiers"][number];
export type RolloutRules = SystemRules["rollout"];

/** Where the charter lives, on the base commit. */
export const CHARTER_PATH = ".omega/charter.yaml";
