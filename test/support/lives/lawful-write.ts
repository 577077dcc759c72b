import type { Entry } from "../../../src/core/ledger/entry.ts";
import { type Past, textOf, type Write } from "./story.ts";

/** Stages in which the required check may be green. */
const OPEN = ["promoting", "promoted"];

/** What the record must hold before the app may write this on GitHub; why it may not, if so. */
export function checkWrite(past: Past, write: Write): readonly string[] {
  const missing = missingFor(past, write);
  return missing === undefined ? [] : [`${write.method} ${write.path} without ${missing}`];
}

function missingFor(past: Past, write: Write): string | undefined {
  const { path, body } = write;
  if (path.startsWith("/app/")) return undefined;
  if (path.startsWith("/check-runs"))
    return missingForCheck(past, textOf(body["external_id"]), body);
  if (path.endsWith("/merge")) return missingForMerge(past, body);
  if (path === "/deployments") return missingForDeployment(past, body);
  return past.entries.length > 0 ? undefined : "any entry";
}

/** Slots are `check/<sha>/<pull>/<gate>`, and `incident/<id>/check`. */
function missingForCheck(
  past: Past,
  slot: string,
  { conclusion }: Write["body"],
): string | undefined {
  const [about = "", ...rest] = slot.split("/");
  if (about === "incident") return missingForIncident(past, rest[0]);
  return missingForGate(past, rest, conclusion);
}

function missingForIncident({ entries }: Past, id: string | undefined): string | undefined {
  const isTold = entries.some(({ kind, body }) => kind === "incident" && body["incident"] === id);
  return isTold ? undefined : `an entry of the incident ${id}`;
}

function missingForGate(
  past: Past,
  [sha = "", pull = "", gate = ""]: readonly string[],
  conclusion: unknown,
): string | undefined {
  const about = past.entries.filter(
    ({ subject }) => subject.head_sha === sha && textOf(subject.pull) === pull,
  );
  if (gate !== "release") {
    const isTold = about.some((entry) => entry.kind === "gate" && entry.body["gate"] === gate);
    return isTold ? undefined : `an entry of the gate ${gate}`;
  }
  if (about.length === 0) return "an entry about the head";
  return conclusion === "success" ? missingForGreen(about) : undefined;
}

/** A mutation is green while it is promoted, and what touches no agent once that was found. */
function missingForGreen(about: readonly Entry[]): string | undefined {
  const last = (kind: Entry["kind"]) => about.findLast((entry) => entry.kind === kind);
  if (last("classification")?.body["class"] !== "mutation") return undefined;
  return OPEN.includes(textOf(last("stage")?.body["stage"])) ? undefined : "a promotion";
}

function missingForMerge({ entries }: Past, { sha }: Write["body"]): string | undefined {
  const last = entries.findLast(
    ({ kind, subject }) => kind === "stage" && subject.head_sha === sha,
  );
  return last?.body["stage"] === "promoting" ? undefined : "a promotion of this head";
}

function missingForDeployment({ entries }: Past, { environment, payload }: Write["body"]) {
  const stage = textOf(environment).split("/").at(-1);
  const wanted = stage === "production" ? "promoted" : stage;
  const rollout =
    typeof payload === "object" && payload !== null && "rollout" in payload
      ? payload.rollout
      : undefined;
  const isTold = entries.some(
    ({ kind, body }) => kind === "stage" && body["stage"] === wanted && body["rollout"] === rollout,
  );
  return isTold ? undefined : `the stage ${wanted}`;
}
