import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { namesIn, type Setting, settingsUnder, unknownSettings } from "../settings.ts";
import { wordAmong } from "../words-of.ts";

const breach = breachesOf("C4");

const RECORDS: ReadonlySet<string> = new Set([
  "lineage",
  "provenance",
  "parent",
  "parents",
  "ancestor",
  "ancestors",
  "ancestry",
  "predecessor",
  "audit",
  "audits",
  "ledger",
  "retention",
  "attestation",
  "attestations",
  "approval",
  "approvals",
  "approved",
  "verdict",
]);

/** Prose that claims what only the ledger knows: a digest, or a trailer such as `Approved-by:`. */
const CLAIMED =
  /sha256:[0-9a-f]{8}|(?:^|[^a-z])(?:(?:approved|reviewed|signed|accepted|promoted|decided)[\s_-]+(?:off[\s_-]+)?by|(?:parent|lineage|ledger|provenance|verdict)\s*[:=])/i;

/** Where a version came from is in the ledger; a definition that says it too would be believed. */
export function forgedRecords(change: ProposedChange): readonly Breach[] {
  return [
    ...[...settingsUnder(change, "extensions"), ...unknownSettings(change)].flatMap((setting) => {
      const name = namesIn(setting).find((one) => wordAmong(one, RECORDS));
      return name === undefined ? [] : [forged(setting, name)];
    }),
    ...settingsUnder(change, "metadata").flatMap((setting) => {
      const claimed =
        typeof setting.value === "string" ? CLAIMED.exec(setting.value)?.[0] : undefined;
      return claimed === undefined ? [] : [forged(setting, claimed.trim())];
    }),
  ];
}

function forged({ place }: Setting, name: string): Breach {
  return breach("audit-weakened", place, { problem: "record-forged", name });
}
