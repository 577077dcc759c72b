import { type Digest, isDigest } from "../kernel/digest.ts";
import type { Entry, ExactJson } from "./entry.ts";

/** One look of the app at a readable change of one system, as its `classification` entry tells it. */
export type RecordedProposal = {
  readonly pull: number;
  readonly headSha: string;
  readonly system: string;
  readonly before: Digest;
  readonly after: Digest;
  readonly charter: string;
  readonly byPerson: boolean;
  readonly objective: string;
  readonly claimedClass: string;
};

/** Nothing for entries of another kind, and for changes of which no version could be read. */
export function proposalOf({ source, kind, subject, body }: Entry): RecordedProposal | undefined {
  if (source !== "app" || kind !== "classification") return undefined;
  const { pull, head_sha: headSha, system } = subject;
  const [before, after] = [digestIn(body["system_before"]), digestIn(body["system_after"])];
  if (pull === undefined || headSha === undefined || system === undefined) return undefined;
  if (before === undefined || after === undefined) return undefined;
  return {
    pull,
    headSha,
    system,
    before,
    after,
    charter: textIn(body["charter"]),
    byPerson: body["proposer"] === "person",
    objective: textIn(body["objective"]),
    claimedClass: textIn(body["claimed_class"]),
  };
}

export function textIn(value: ExactJson | undefined): string {
  return typeof value === "string" ? value : "";
}

export function digestIn(value: ExactJson | undefined): Digest | undefined {
  return typeof value === "string" && isDigest(value) ? value : undefined;
}

/** Anything but a whole number that is not negative counts as none. */
export function countIn(value: ExactJson | undefined): number {
  return typeof value === "number" && value > 0 ? value : 0;
}
