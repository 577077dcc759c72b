import type { Finding } from "../../gate/finding.ts";
import type { StageReport } from "../stage.ts";

/** Both sides could be read. The reader found what there is to find; here it becomes a stage. */
export function reportSchema(readFindings: readonly Finding[], isRead: boolean): StageReport {
  const outcome = readFindings.length > 0 ? "fail" : isRead ? "pass" : "no-data";
  return { stage: "schema", outcome, findings: readFindings };
}
