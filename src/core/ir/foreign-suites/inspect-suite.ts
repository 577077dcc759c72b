import type { Finding } from "../../gate/finding.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { schemaFinding } from "../schema-finding.ts";
import type { DraftItem, ForeignRecord, Omission, SuiteMapping } from "./foreign-suite.ts";
import { clusterIn } from "./metadata-cluster.ts";
import { type RecordFile, recordsIn } from "./read-records.ts";

/** Finds the samples of a dataset, or those that an evaluation's log was taken on. */
export function inspectSamples(
  path: string,
  file: RecordFile,
): Result<readonly ForeignRecord[], readonly Finding[]> {
  if (file.kind === "lines") return accepted(file.records);
  const { value } = file;
  if (Array.isArray(value)) return accepted(recordsIn(file, value));
  const samples = isJsonObject(value) ? value["samples"] : undefined;
  if (Array.isArray(samples)) {
    return accepted(recordsIn(file, samples, "samples").filter(isFirstEpoch));
  }
  return refused([schemaFinding("suite-invalid", { path, line: 1 }, { problem: "not-a-list" })]);
}

/** A log holds each sample once for every time that it was asked. */
function isFirstEpoch({ value }: ForeignRecord): boolean {
  const epoch = isJsonObject(value) ? value["epoch"] : undefined;
  return epoch === undefined || epoch === 1;
}

const CHOICES = "choices";
const SANDBOX: readonly string[] = ["sandbox", "files", "setup"];
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** One sample as an item. Which scorer marks it stands in a task's code, so the mapping says it. */
export function inspectItem(sample: Json, mapping: SuiteMapping): Result<DraftItem, Omission> {
  if (!isJsonObject(sample)) return refused({ why: "malformed", detail: "sample" });
  const outside = SANDBOX.find((key) => (sample[key] ?? null) !== null);
  if (outside !== undefined) return refused({ why: "sandbox-needed", detail: outside });
  const { input, id, metadata } = sample;
  if (typeof input !== "string") return refused({ why: "input-not-text" });
  const targets = targetsOf(sample["target"]);
  if (targets === undefined) return refused({ why: "target-missing" });
  const asked = { [mapping.input]: input };
  const choices = sample[CHOICES] ?? null;
  const item =
    choices === null ? openItem(asked, targets, mapping) : choiceOf(sample, targets, mapping);
  if (!item.ok) return item;
  const isNamed = typeof id === "string" || typeof id === "number";
  return accepted({
    ...item.value,
    ...(isNamed ? { id: String(id) } : {}),
    ...clusterIn(metadata, mapping),
  });
}

function targetsOf(target: Json | undefined): readonly string[] | undefined {
  const list = Array.isArray(target) ? target : [target];
  const texts = list.filter((one): one is string => typeof one === "string" && one !== "");
  return texts.length > 0 && texts.length === list.length ? texts : undefined;
}

/** Several targets are alternatives. */
function openItem(
  input: JsonObject,
  targets: readonly string[],
  { answer: member, match }: SuiteMapping,
): Result<DraftItem, Omission> {
  if (match === "contains") {
    const rule = { member, test: "contains-any", values: targets, ignore_case: true } as const;
    return accepted({ input, requires: [rule] });
  }
  const [only] = targets;
  if (targets.length === 1 && only !== undefined) {
    return accepted({ input, expected: { [member]: only } });
  }
  return accepted({ input, requires: [{ member, test: "one-of", values: targets }] });
}

/** The answer is the letter of a choice; where several are right, all of them have to be named. */
function choiceOf(
  { input = "", choices = [] }: JsonObject,
  targets: readonly string[],
  mapping: SuiteMapping,
): Result<DraftItem, Omission> {
  const isList = Array.isArray(choices) && choices.every((one) => typeof one === "string");
  const [letter = ""] = targets;
  const letters = LETTERS.slice(0, isList ? choices.length : 0);
  const isClear = targets.length === 1 && letter.length === 1 && letters.includes(letter);
  if (!isClear || mapping.input === CHOICES) return refused({ why: "choices-unclear" });
  return accepted({
    input: { [mapping.input]: input, [CHOICES]: choices },
    expected: { [mapping.answer]: letter },
  });
}
