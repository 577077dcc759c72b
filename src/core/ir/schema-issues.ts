import type { z } from "zod";
import type { Finding } from "../gate/finding.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import { type Pointer, pointerOf } from "../kernel/pointer.ts";
import { schemaFinding } from "./schema-finding.ts";
import { positionOf, type SourceDocument } from "./source-document.ts";

type Issue = z.core.$ZodIssue;

const MAX_FINDINGS = 50;

/** A schema's issues as findings on the lines where the offending values stand. */
export function issueFindings(
  code: ReasonCode,
  document: SourceDocument,
  issues: readonly Issue[],
): readonly Finding[] {
  return issues
    .slice(0, MAX_FINDINGS)
    .flatMap((issue) =>
      pointersOf(issue).map((pointer) => issueFinding(code, document, { issue, pointer })),
    );
}

function issueFinding(
  code: ReasonCode,
  document: SourceDocument,
  { issue, pointer }: { readonly issue: Issue; readonly pointer: Pointer },
): Finding {
  const position = positionOf(document.positions, pointer) ?? { path: document.path };
  return schemaFinding(
    code,
    { ...position, pointer },
    {
      problem: issue.code.replaceAll("_", "-"),
      pointer,
      detail: issue.message.slice(0, 200),
    },
  );
}

/** An unknown key is shown where it stands, not at the object around it. */
function pointersOf(issue: Issue): readonly Pointer[] {
  const around = pointerOf(...issue.path.map(String));
  if (issue.code !== "unrecognized_keys") return [around];
  return issue.keys.slice(0, MAX_FINDINGS).map((key) => around + pointerOf(key));
}
