import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Exchange } from "../../../src/local/github/http/exchange.ts";
import type { LocalGitHub } from "../../../src/local/github/server.ts";
import { loadValidator, type Observation, type Validator } from "./validator.ts";

/** Set by the run's setup; every worker appends what it saw, and the run's end adds it up. */
export const OBSERVATIONS = "OMEGA_CONFORMANCE_DIRECTORY";

let validator: Validator | undefined | "unloaded" = "unloaded";

/** What is asked again and again until it changes is compared with the description once. */
const observed = new Map<string, Observation>();

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
  github.exchanges.onExchange((seen) => note(observeOnce(checked, seen)));
  github.deliveries.onDelivery((seen) => note(checked.delivery(seen)));
}

/** By all of an exchange that the validator looks at. */
function observeOnce(checked: Validator, exchange: Exchange): Observation {
  const { method, route, actor, status, requestBody, responseHeaders, responseBody } = exchange;
  const looked = [method, route, actor, status, responseHeaders["content-type"], requestBody];
  const text = JSON.stringify([...looked, responseBody]);
  const key = createHash("sha256").update(text).digest("base64");
  const observation = observed.get(key) ?? checked.exchange(exchange);
  observed.set(key, observation);
  return observation;
}
