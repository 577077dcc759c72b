import type { Finding } from "../../gate/finding.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { schemaFinding } from "../schema-finding.ts";
import type { TextRule } from "../text-rule.ts";
import type { DraftItem, ForeignRecord, LeftOut, Omission, SuiteMapping } from "./foreign-suite.ts";
import { clusterIn } from "./metadata-cluster.ts";
import { omissionOfText, readAssertion } from "./promptfoo-assertion.ts";
import { type RecordFile, recordsIn } from "./read-records.ts";

/** The tests of a file, and what else in it makes or changes tests and is not followed. */
export type FoundTests = {
  readonly records: readonly ForeignRecord[];
  readonly leftOut: readonly LeftOut[];
  readonly defaults: Json | undefined;
};

/** Keys of a configuration that add to its tests by other means. */
const BESIDE = { scenarios: "option-not-taken", extensions: "code-not-run" } as const;

/** Finds the tests of a configuration, of a list of tests, or of lines. */
export function promptfooTests(
  path: string,
  file: RecordFile,
): Result<FoundTests, readonly Finding[]> {
  if (file.kind === "lines") return found(file.records);
  const { value } = file;
  if (Array.isArray(value)) return found(recordsIn(file, value));
  if (!isJsonObject(value) || value["tests"] === undefined) return notAList(path);
  const { tests, defaultTest } = value;
  const beside = Object.entries(BESIDE)
    .filter(([key]) => value[key] !== undefined)
    .map(([key, why]): LeftOut => ({ pointer: pointerOf(key), why, detail: key }));
  if (typeof tests === "string") {
    const whole: LeftOut = { pointer: pointerOf("tests"), why: "file-not-read" };
    return accepted({ records: [], leftOut: [whole, ...beside], defaults: undefined });
  }
  if (!Array.isArray(tests)) return notAList(path);
  return found(recordsIn(file, tests, "tests"), beside, defaultTest);
}

function found(
  records: readonly ForeignRecord[],
  leftOut: readonly LeftOut[] = [],
  defaults?: Json,
): Result<FoundTests, never> {
  return accepted({ records, leftOut, defaults });
}

function notAList(path: string): Result<never, readonly Finding[]> {
  return refused([schemaFinding("suite-invalid", { path, line: 1 }, { problem: "not-a-list" })]);
}

const READ: readonly string[] = ["description", "vars", "assert", "metadata"];
const SCRIPTED: readonly string[] = ["transform", "transformVars", "postprocess"];

/**
 * One test as an item. A test is taken whole or not at all: with an assertion less it would ask for
 * less, and be passed by answers that fail it.
 */
export function promptfooItem(
  test: Json,
  defaults: Json | undefined,
  mapping: SuiteMapping,
): Result<DraftItem, Omission> {
  const isReference = typeof test === "string" || typeof defaults === "string";
  if (isReference) return refused({ why: "file-not-read" });
  if (!isJsonObject(test)) return refused({ why: "malformed", detail: "test" });
  const merged = isJsonObject(defaults) ? mergeTests(defaults, test) : test;
  const options = omissionOfKeys(merged);
  if (options !== undefined) return refused(options);
  const input = inputOf(merged["vars"], mapping);
  if (!input.ok) return input;
  const wanted = wantedOf(merged["assert"], mapping.answer);
  if (!wanted.ok) return wanted;
  return accepted({
    input: input.value,
    ...wanted.value,
    ...clusterIn(merged["metadata"], mapping),
  });
}

/** What every test has, before its own: assertions add up, anything else is replaced. */
function mergeTests(defaults: JsonObject, test: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...defaults, ...test };
  for (const key of ["vars", "metadata", "options"]) {
    const [whole, own] = [defaults[key], test[key]];
    if (isJsonObject(whole) && isJsonObject(own)) merged[key] = { ...whole, ...own };
  }
  const [whole, own] = [defaults["assert"], test["assert"]];
  if (Array.isArray(whole) && Array.isArray(own)) merged["assert"] = [...whole, ...own];
  return merged;
}

function omissionOfKeys(test: JsonObject): Omission | undefined {
  const { options, ...others } = test;
  const key = isJsonObject(options) ? Object.keys(options)[0] : undefined;
  if (key !== undefined) {
    return { why: SCRIPTED.includes(key) ? "code-not-run" : "option-not-taken", detail: key };
  }
  const other = Object.keys(others).find((name) => !READ.includes(name));
  if (other === undefined) return undefined;
  const isCode = other === "assertScoringFunction";
  return { why: isCode ? "code-not-run" : "option-not-taken", detail: other };
}

function inputOf(
  vars: Json | undefined,
  { vars: chosen }: SuiteMapping,
): Result<JsonObject, Omission> {
  if (typeof vars === "string") return refused({ why: "file-not-read", detail: "vars" });
  if (!isJsonObject(vars)) return refused({ why: "vars-missing" });
  const names = chosen ?? Object.keys(vars);
  if (names.length === 0) return refused({ why: "vars-missing" });
  const input: (readonly [string, Json])[] = [];
  for (const name of names) {
    const value = Object.hasOwn(vars, name) ? vars[name] : undefined;
    if (value === undefined) return refused({ why: "vars-missing", detail: name });
    const omission = omissionOfVariable(value);
    if (omission !== undefined) return refused({ ...omission, detail: name });
    input.push([name, value]);
  }
  return accepted(Object.fromEntries(input));
}

/** A list of values would be one test for each of them, and with two lists for each pair. */
function omissionOfVariable(value: Json): Omission | undefined {
  if (Array.isArray(value)) return { why: "vars-listed" };
  return typeof value === "string" ? omissionOfText(value) : undefined;
}

function wantedOf(
  assertions: Json | undefined,
  member: string,
): Result<Pick<DraftItem, "expected" | "requires">, Omission> {
  if (assertions === undefined) return refused({ why: "assertion-missing" });
  if (!Array.isArray(assertions)) return refused({ why: "malformed", detail: "assert" });
  if (assertions.length === 0) return refused({ why: "assertion-missing" });
  const rules: TextRule[] = [];
  let expected: string | undefined;
  for (const assertion of assertions) {
    const read = readAssertion(assertion);
    if (!read.ok) return read;
    if ("rule" in read.value) rules.push({ member, ...read.value.rule });
    else if (expected === undefined) expected = read.value.equal;
    else rules.push({ member, test: "one-of", values: [read.value.equal] });
  }
  return accepted({
    ...(expected === undefined ? {} : { expected: { [member]: expected } }),
    ...(rules.length === 0 ? {} : { requires: rules }),
  });
}
