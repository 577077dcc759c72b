import type { Pointer } from "../../kernel/pointer.ts";
import type { Json } from "../../kernel/json.ts";
import type { SuiteItem } from "../parse-suite.ts";

/** Whose tests are read. */
export const SUITE_FORMATS = ["promptfoo", "inspect"] as const;

export type SuiteFormat = (typeof SUITE_FORMATS)[number];

export function isSuiteFormat(text: string): text is SuiteFormat {
  return SUITE_FORMATS.some((format) => format === text);
}

/** What the files do not say of themselves: which members of our agents' objects are meant. */
export type SuiteMapping = {
  /** Member of the output that the tests look at. */
  readonly answer: string;
  /** Member of the input that holds an Inspect sample's text. */
  readonly input: string;
  /** Of an Inspect target: whether the answer has to be it, or to contain it in whatever case. */
  readonly match: "exact" | "contains";
  /** Variables of a promptfoo test that are the input; all of them where none is named. */
  readonly vars?: readonly string[];
  /** Key of the metadata that items of one author share. */
  readonly cluster?: string;
};

/** Where a test stands in its file. */
export type RecordPlace = { readonly pointer: Pointer; readonly line?: number };

export type ForeignRecord = RecordPlace & { readonly value: Json };

/** Why a test is no item: what it asks cannot be asked here, or would be another question. */
export type Omission = {
  readonly why:
    | "malformed"
    | "assertion-missing"
    | "assertion-not-taken"
    | "option-not-taken"
    | "code-not-run"
    | "model-graded"
    | "pattern-not-run"
    | "schema-not-taken"
    | "template-not-filled"
    | "file-not-read"
    | "vars-missing"
    | "vars-listed"
    | "value-unusable"
    | "input-not-text"
    | "target-missing"
    | "choices-unclear"
    | "sandbox-needed"
    | "beyond-limits"
    | "repeated";
  /** A word of the file, such as an assertion's type; never what it asks or expects. */
  readonly detail?: string;
};

export type LeftOut = RecordPlace & Omission;

/** An item that its test became; the id is made of its contents where the file gives none. */
export type DraftItem = Omit<SuiteItem, "id" | "cluster"> & {
  readonly id?: string;
  readonly cluster?: string;
};

export type Taken = RecordPlace & { readonly item: SuiteItem };

export type ImportedSuite = {
  readonly taken: readonly Taken[];
  readonly leftOut: readonly LeftOut[];
};
