import { mayHold, wordAmong, wordsOf } from "../words-of.ts";

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words that a record goes by: what is called so carries one, or steers one. */
const AUDITING: ReadonlySet<string> = words(`
  audit audits auditing auditor ledger ledgers lineage log logs logger logging provenance siem
  syslog telemetry trail`);

/** The same where numbers are named: a logarithm is no log, and customers are retained, too. */
const STEERING: ReadonlySet<string> = words(`
  audit audits auditing auditlog ledger lineage logger logging provenance telemetry`);

/** What is kept of a run, where the subject matter may have a word in common: contacts are traced. */
const LOOSE: ReadonlySet<string> = words("log logs retention");
const TRACING: ReadonlySet<string> = words(`
  journal observability trace traces tracing transcript transcripts`);
const KEPT: ReadonlySet<string> = words(`
  event events history journal monitoring record records trace traces tracing transcript transcripts`);

const MEASURES: ReadonlySet<string> = words(`
  batch days enabled disabled every hours keep level max maximum months off on period rate ratio
  retention sample sampled sampling size ttl verbosity`);

/** Measures that nobody's subject matter has. */
const SHARES: ReadonlySet<string> = words(`
  enabled level mode off ratio sample sampled sampler sampling verbosity`);

/** By these, what is kept would be kept no more. */
const ENDING: ReadonlySet<string> = words(`
  disable disabled drop dropped mute muted purge purged retention sampling silence silenced skip
  skipped suppress suppressed ttl`);

/** A name that switches off by being true. */
const OFF: ReadonlySet<string> = words(`
  disable disabled drop exclude mute no purge silence skip suppress without`);

/** True for the name of a tool, capability, secret or target that carries a record. */
export function isAuditing(name: string): boolean {
  return wordAmong(name, AUDITING) !== undefined;
}

/** True for the name of a setting by which a record could be thinned. */
export function steersRecords(name: string): boolean {
  const named = wordsOf(name);
  if (named.some((word) => STEERING.has(word))) return true;
  const isLoose = named.some((word) => LOOSE.has(word));
  const isMeasured = named.some((word) => MEASURES.has(word) && word !== "retention");
  if (isLoose && (named.length === 1 || isMeasured)) return true;
  return holdsPair(named, TRACING, SHARES) || holdsPair(named, KEPT, ENDING);
}

function holdsPair(
  named: readonly string[],
  left: ReadonlySet<string>,
  right: ReadonlySet<string>,
): boolean {
  return named.some((word) => left.has(word)) && named.some((word) => right.has(word));
}

/** True for a name that takes something away by being true: `disable_tracing`. */
export function switchesOff(name: string): boolean {
  return mayHold(name, OFF) && wordsOf(name).some((word) => OFF.has(word));
}
