import type { Constraint } from "../constraint.ts";
import { auditSinks } from "../audit/audit-sinks.ts";
import { auditTools } from "../audit/audit-tools.ts";
import { auditedPolicies } from "../audit/audited-policies.ts";
import { forgedRecords } from "../audit/forged-records.ts";
import { forgetfulTools } from "../audit/forgetful-tools.ts";
import { shortenedMemory } from "../audit/shortened-memory.ts";
import { silencingProse } from "../audit/silencing-prose.ts";
import { thinnedRecords } from "../audit/thinned-records.ts";

/** C4: what is recorded stays recorded, for as long as before, by those who recorded it before. */
export const c4Audit: Constraint = {
  id: "C4",
  title: "The record stays whole",
  clauses: [
    { below: ["memory"], find: shortenedMemory },
    { below: ["capabilities", "secrets"], find: auditSinks },
    { below: ["graph", "parameters", "tools", "resources"], find: auditTools },
    { below: ["tools"], find: forgetfulTools },
    { below: ["extensions", "parameters", "policies"], find: thinnedRecords },
    { below: ["policies"], find: auditedPolicies },
    { below: ["extensions", "metadata"], find: forgedRecords },
    { below: ["prompts"], find: silencingProse },
  ],
};
