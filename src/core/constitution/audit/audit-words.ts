import { wordAmong, wordsOf } from "../words-of.ts";

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words that a record goes by: what is called so carries one, or steers one. */
const AUDITING: ReadonlySet<string> = words(`
  audit audits auditing auditor ledger ledgers lineage log logs logger logging provenance siem
  syslog telemetry trail`);

/** The same where numbers are named: a logarithm is no log, and customers are retained, too. */
const STEERING: ReadonlySet<string> = words(`
  audit audits auditing auditlog ledger lineage logger logging provenance telemetry`);

const MEASURES: ReadonlySet<string> = words(`
  batch days enabled disabled every hours keep level max maximum months off on period rate ratio
  retention sample sampled sampling size ttl verbosity`);

/** True for the name of a tool, capability, secret or target that carries a record. */
export function isAuditing(name: string): boolean {
  return wordAmong(name, AUDITING) !== undefined;
}

/** True for the name of a setting by which a record could be thinned. */
export function steersRecords(name: string): boolean {
  const named = wordsOf(name);
  if (named.some((word) => STEERING.has(word))) return true;
  const isLoose = named.some((word) => word === "log" || word === "logs" || word === "retention");
  return (
    isLoose &&
    (named.length === 1 || named.some((word) => MEASURES.has(word) && word !== "retention"))
  );
}
