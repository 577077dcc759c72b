import { randomBytes } from "node:crypto";
import { instant } from "../../core/kernel/instant.ts";
import type { Clock, Entropy } from "../../ports/clock.ts";

export const systemClock: Clock = { now: () => instant(Date.now()) };

/** 128 bits in hexadecimal: unguessable, and without the `--` that would end a hidden marker. */
export const systemEntropy: Entropy = { id: () => randomBytes(16).toString("hex") };
