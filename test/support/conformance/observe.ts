import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { LocalGitHub } from "../../../src/local/github/server.ts";
import { loadValidator, type Observation, type Validator } from "./validator.ts";

/** Set by the run's setup; every worker appends what it saw, and the run's end adds it up. */
export const OBSERVATIONS = "OMEGA_CONFORMANCE_DIRECTORY";

let validator: Validator | undefined | "unloaded" = "unloaded";

/** Validates everything that crosses a local GitHub from now on. */
export function observeConformance(github: LocalGitHub): void {
  const directory = process.env[OBSERVATIONS];
  if (validator === "unloaded") validator = loadValidator();
  if (directory === undefined || validator === undefined) return;
  const checked = validator;
  const file = join(directory, `${process.pid}.jsonl`);
  const note = (observation: Observation): void => {
    appendFileSync(file, `${JSON.stringify(observation)}\n`);
  };
  github.exchanges.onExchange((seen) => note(checked.exchange(seen)));
  github.deliveries.onDelivery((seen) => note(checked.delivery(seen)));
}
