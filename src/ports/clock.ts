import type { Instant } from "../core/kernel/instant.ts";

export type Clock = { now(): Instant };

/** Randomness from outside. `id()` is unguessable and safe in URLs. */
export type Entropy = { id(): string };
