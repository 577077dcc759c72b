import type {
  LeftOut,
  ImportedSuite,
  Omission,
  RecordPlace,
} from "../ir/foreign-suites/foreign-suite.ts";
import { visible } from "./escape.ts";
import type { Paint } from "./offline-check.ts";

const OMISSIONS: Readonly<Record<Omission["why"], string>> = {
  malformed: "is not of the format",
  "assertion-missing": "asserts nothing, so no answer would be right",
  "assertion-not-taken": "asserts what no rule of a suite says",
  "option-not-taken": "has a setting that changes what is asked",
  "code-not-run": "is decided by code, which is not run",
  "model-graded": "is graded by a model; a rubric suite is for that",
  "pattern-not-run": "asserts a pattern, and suites have none",
  "schema-not-taken": "asserts a schema; the system's contract is for that",
  "template-not-filled": "has a template to be filled in",
  "file-not-read": "lies in another file; import that one",
  "vars-missing": "has no variables to be the input",
  "vars-listed": "stands for several tests, one for each value of a list",
  "value-unusable": "asserts a value that is no text, or an empty one",
  "input-not-text": "has an input that is no text",
  "target-missing": "has no target",
  "choices-unclear": "has no one letter of a choice for its target",
  "sandbox-needed": "needs files or a sandbox of its own",
  "beyond-limits": "is larger than an item may be",
  repeated: "repeats an id, or an item, that stands above",
};

/** Tests told one by one; more would bury the count. */
const MOST_TOLD = 20;

/** What `omega import suite` says to a person. Nothing of what the tests ask is repeated. */
export function renderImportedSuite(
  { taken, leftOut }: ImportedSuite,
  { path, paint }: { readonly path: string; readonly paint: Paint },
): string {
  const counts = `${taken.length} taken, ${leftOut.length} left out`;
  const head =
    leftOut.length === 0
      ? `${paint("good", "complete")}: ${counts}`
      : `${paint("strong", "partial")}: ${counts}`;
  const parts = [
    head,
    partOf(
      "taken",
      taken.map((one) => `${whereOf(path, one)} as ${visible(one.item.id)}`),
    ),
    partOf(
      "left out",
      leftOut.map((one) => `${whereOf(path, one)} ${reasonOf(one)}`),
    ),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function reasonOf({ why, detail }: LeftOut): string {
  const name = detail === undefined ? "" : ` (${visible(detail)})`;
  return `${OMISSIONS[why]}${name} ${why}`;
}

function whereOf(path: string, { pointer, line }: RecordPlace): string {
  return `${visible(path)}${line === undefined ? "" : `:${line}`} ${visible(pointer)}`;
}

function partOf(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const told = lines.slice(0, MOST_TOLD).map((line) => `  ${line}`);
  const more = lines.length - told.length;
  return [`${title}:`, ...told, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
}
