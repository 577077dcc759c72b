import { load as loadNow } from "js-yaml";
import { load as loadBefore } from "js-yaml-4";
import { parse as parseWithYaml } from "yaml";
import { parseYaml } from "../../../src/core/ir/parse-yaml.ts";
import { generateDocument } from "./generate-document.ts";
import type { PyYaml } from "./py-yaml.ts";
import { viewOf, viewThrough } from "./view.ts";

type Difference = {
  readonly seed: number;
  readonly text: string;
  readonly ours: string;
  readonly theirs: Readonly<Record<string, string>>;
};

export type Comparison = {
  readonly documents: number;
  readonly accepted: number;
  /** Documents that we accept and some parser reads otherwise, or not at all. */
  readonly differences: readonly Difference[];
  /** Documents that we refuse and that js-yaml 5, js-yaml 4 and PyYAML do not all read alike. */
  readonly refusedWithReason: number;
};

type Asked = {
  /** The documents of the seeds from this one on. */
  readonly seed: number;
  readonly documents: number;
  readonly python: PyYaml | undefined;
};

/** Documents that go to PyYAML before its answers are waited for. */
const BATCH = 500;

const now = viewThrough((text) => loadNow(text));
const before = viewThrough((text) => loadBefore(text));
const yaml2 = viewThrough((text) => parseWithYaml(text, { logLevel: "error" }));

/** Reads generated documents by the strict profile and by every parser at hand. */
export async function compareParsers({ seed, documents, python }: Asked): Promise<Comparison> {
  const seen: Seen[] = [];
  for (let from = 0; from < documents; from += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, documents - from) }, (_, at) => {
      return seed + from + at;
    });
    const texts = seeds.map(generateDocument);
    const answers = await python?.views(texts);
    for (const [at, text] of texts.entries()) {
      seen.push(look({ seed: seeds[at] ?? 0, text, python: answers?.[at] }));
    }
  }
  const count = (kind: Seen["kind"]): number => seen.filter((one) => one.kind === kind).length;
  const differences = seen.flatMap((one) => (one.kind === "differs" ? [one.difference] : []));
  return {
    documents,
    accepted: count("agrees") + differences.length,
    differences,
    refusedWithReason: count("refused-with-reason"),
  };
}

type Seen =
  | { readonly kind: "agrees" | "refused" | "refused-with-reason" }
  | { readonly kind: "differs"; readonly difference: Difference };

type Looked = {
  readonly seed: number;
  readonly text: string;
  readonly python: string | undefined;
};

function look({ seed, text, python }: Looked): Seen {
  const known = { "js-yaml 5": now(text), "js-yaml 4": before(text) };
  const theirs = python === undefined ? known : { ...known, PyYAML: python };
  const ours = readStrictly(text);
  if (ours === undefined) {
    return { kind: new Set(Object.values(theirs)).size > 1 ? "refused-with-reason" : "refused" };
  }
  // `yaml` can be made to abort the process, so it sees only what the profile lets through.
  const all = { ...theirs, "yaml 2": yaml2(text) };
  if (Object.values(all).every((view) => view === ours)) return { kind: "agrees" };
  return { kind: "differs", difference: { seed, text, ours, theirs: all } };
}

function readStrictly(text: string): string | undefined {
  const document = parseYaml("f.yaml", new TextEncoder().encode(text));
  return document.ok ? viewOf(document.value.value) : undefined;
}
