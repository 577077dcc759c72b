import type { ReasonRow } from "./reason-row.ts";
import { RETRY } from "./remedies.ts";

/** Requests, dependencies and our own faults. */
export const SURFACES_REASONS = {
  "webhook-unsigned": ["Unsigned", "The request carries no signature."],
  "webhook-signature-wrong": ["Wrong signature", "The signature does not fit the body."],
  "webhook-too-large": ["Too large", "The body is larger than GitHub ever sends."],
  "webhook-not-json": ["Not JSON", "The body is not JSON."],
  "webhook-incomplete": ["Incomplete", "A header that GitHub always sends is missing."],
  "installation-unknown": ["Unknown installation", "The app is not installed there."],
  "delivery-replayed": ["Replayed", "This delivery was dealt with before."],
  "request-invalid": ["Invalid request", "The request does not have the documented shape."],
  "request-unauthorised": ["Not authorised", "The request carries no credential that allows this."],
  "telemetry-unreadable": [
    "Telemetry unreadable",
    "The body is no export request of OTLP in the form that its content type names.",
  ],
  "telemetry-too-large": [
    "Telemetry too large",
    "The body is larger than is taken at once, as sent or as unpacked.",
    "Let the exporter send smaller batches.",
  ],
  "telemetry-encoding-unknown": [
    "Encoding unknown",
    "Telemetry is taken as application/json or application/x-protobuf, plain or with gzip.",
    "Set the exporter to one of these.",
  ],
  "results-token-refused": [
    "Token refused",
    "The token is not one that GitHub signed for a workflow run, for this answer and in its time.",
  ],
  "results-from-elsewhere": [
    "Not the run that was asked",
    "The token belongs to another workflow, branch, commit, event, run or repository than the one that was asked for this answer.",
  ],
  "results-not-awaited": [
    "Not awaited",
    "Nothing waits for this answer: it is unknown, was given before, or comes too late.",
  ],
  "not-found": ["Not found", "There is nothing by that name."],
  "dependency-failed": [
    "A dependency failed",
    "Something the app depends on did not answer.",
    RETRY,
  ],
  "internal-fault": ["Our fault", "The app failed on this.", RETRY],
  "data-directory-locked": [
    "Data directory in use",
    "Another process holds the data directory.",
    "Stop it first, or use a database server.",
  ],
  "ledger-corrupt": [
    "Ledger does not verify",
    "An entry of the ledger is not what was written.",
    "Follow the runbook for a broken ledger.",
  ],
} as const satisfies Readonly<Record<string, ReasonRow>>;
