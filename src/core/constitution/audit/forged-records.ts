import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { namesIn, type Setting, settingsUnder, unknownSettings } from "../settings.ts";
import { wordAmong } from "../words-of.ts";

const breach = breachesOf("C4");

/** Names that say where a version comes from, whatever stands behind them. */
const RECORDS: ReadonlySet<string> = new Set([
  "lineage",
  "provenance",
  "audit",
  "audits",
  "ledger",
  "retention",
  "attestation",
  "attestations",
  "approvedby",
  "reviewedby",
  "acceptedby",
  "promotedby",
  "signedoff",
  "signoff",
]);

/** Names that families and menus have as well: they say it of a version only. */
const DESCENT: ReadonlySet<string> = new Set([
  "parent",
  "parents",
  "ancestor",
  "ancestors",
  "ancestry",
  "predecessor",
  "derivedfrom",
  "descendsfrom",
  "basedon",
]);

const VERSION = /^(?:v\d|version|sha(?:1|256)?:|[0-9a-f]{7,64}$|\d+\.\d+\.\d+)/i;

/** Banks approve amounts; who or whether is another matter. */
const DECIDED: ReadonlySet<string> = new Set(["approval", "approvals", "approved", "verdict"]);

/** Prose that claims what only the ledger knows: a digest, or a trailer such as `Approved-by:`. */
const CLAIMED =
  /sha256:[0-9a-f]{8}|(?:^|[^a-z])(?:(?:approved|reviewed|signed|accepted|promoted|decided)[\s_-]+(?:off[\s_-]+)?by|(?:approved|accepted|promoted|released|certified)[\s_-]+(?:as|in|to|for)[\s_-]+(?:v\d|version\b|production\b|(?:the )?canary\b)|(?:parent|lineage|ledger|provenance|verdict)\s*[:=])/i;

/** Where a version came from is in the ledger; a definition that says it too would be believed. */
export function forgedRecords(change: ProposedChange): readonly Breach[] {
  return [
    ...[...settingsUnder(change, "extensions"), ...unknownSettings(change)].flatMap((setting) => {
      const name = recordNamed(setting);
      return name === undefined ? [] : [forged(setting, name)];
    }),
    ...settingsUnder(change, "metadata").flatMap((setting) => {
      const claimed =
        typeof setting.value === "string" ? CLAIMED.exec(setting.value)?.[0] : undefined;
      return claimed === undefined ? [] : [forged(setting, claimed.trim())];
    }),
  ];
}

function recordNamed(setting: Setting): string | undefined {
  const names = namesIn(setting);
  const { value } = setting;
  const isOfVersion = typeof value === "string" && VERSION.test(value);
  const isDecided = typeof value !== "number";
  return (
    names.find((name) => wordAmong(name, RECORDS)) ??
    (isOfVersion ? names.find((name) => wordAmong(name, DESCENT)) : undefined) ??
    (isDecided ? names.find((name) => wordAmong(name, DECIDED)) : undefined)
  );
}

function forged({ place }: Setting, name: string): Breach {
  return breach("audit-weakened", place, { problem: "record-forged", name });
}
