import type { Finding } from "../../gate/finding.ts";
import { digestOfJson } from "../../kernel/digest.ts";
import type { Json } from "../../kernel/json.ts";
import { accepted, type Result } from "../../kernel/result.ts";
import { jsonOf } from "../json-of.ts";
import { parseSuiteLine, suiteLine } from "../parse-suite.ts";
import type {
  DraftItem,
  ForeignRecord,
  ImportedSuite,
  LeftOut,
  Omission,
  SuiteFormat,
  SuiteMapping,
  Taken,
} from "./foreign-suite.ts";
import { inspectItem, inspectSamples } from "./inspect-suite.ts";
import { promptfooItem, promptfooTests } from "./promptfoo-suite.ts";
import { readRecordFile } from "./read-records.ts";

export type ForeignSuite = {
  readonly format: SuiteFormat;
  /** The file's name, whose ending says how it is written. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mapping: SuiteMapping;
};

/**
 * Another tool's tests as items of a suite. Nothing of them is run, filled in or fetched: what asks
 * for that is left out, and said. Refused is only a file in which no tests can be found.
 */
export function importSuite(suite: ForeignSuite): Result<ImportedSuite, readonly Finding[]> {
  const { format, path, bytes, mapping } = suite;
  const file = readRecordFile(path, bytes);
  if (!file.ok) return file;
  if (format === "inspect") {
    const samples = inspectSamples(path, file.value);
    if (!samples.ok) return samples;
    return accepted(collect(samples.value, (value) => inspectItem(value, mapping)));
  }
  const tests = promptfooTests(path, file.value);
  if (!tests.ok) return tests;
  const { records, leftOut, defaults } = tests.value;
  const { taken, leftOut: own } = collect(records, (value) =>
    promptfooItem(value, defaults, mapping),
  );
  return accepted({ taken, leftOut: [...leftOut, ...own] });
}

function collect(
  records: readonly ForeignRecord[],
  read: (value: Json) => Result<DraftItem, Omission>,
): ImportedSuite {
  const taken = new Map<string, Taken>();
  const leftOut: LeftOut[] = [];
  for (const { value, ...place } of records) {
    const draft = read(value);
    const item = draft.ok ? named(draft.value) : undefined;
    if (!draft.ok) leftOut.push({ ...place, ...draft.refusal });
    else if (item === undefined) leftOut.push({ ...place, why: "beyond-limits" });
    else if (taken.has(item.id)) leftOut.push({ ...place, why: "repeated", detail: item.id });
    else taken.set(item.id, { ...place, item });
  }
  return { taken: [...taken.values()], leftOut };
}

/** Through the reader of suites itself: what is taken here is read there. */
function named(draft: DraftItem): Taken["item"] | undefined {
  const id = draft.id ?? `i-${digestOfJson(jsonOf(draft)).slice("sha256:".length).slice(0, 16)}`;
  const item = parseSuiteLine(suiteLine({ ...draft, id, cluster: draft.cluster ?? id }));
  return typeof item === "string" ? undefined : item;
}
