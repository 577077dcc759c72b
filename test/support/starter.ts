import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { normaliseMutation } from "../../src/core/ir/normalise-mutation.ts";
import { CHARTER_PATH, type SystemRules } from "../../src/core/ir/charter.ts";
import type { Mutation, Objective } from "../../src/core/ir/mutation.ts";
import { parseCharter } from "../../src/core/ir/parse-charter.ts";
import { parseSuite, type Suite } from "../../src/core/ir/parse-suite.ts";
import { readSystem } from "../../src/core/ir/read-system.ts";
import type { SystemVersion } from "../../src/core/ir/system.ts";
import type { Result } from "../../src/core/kernel/result.ts";
import { aSnapshot, type Files } from "./builders.ts";

const TEMPLATES = fileURLToPath(new URL("../../templates/", import.meta.url));

const SYSTEM = "triage";

/** The starter that `omega init` writes, read as a repository would be. */
export type Starter = { readonly files: Files; readonly rules: SystemRules };

export function readStarter(): Starter {
  const files = filesBelow(join(TEMPLATES, "starter"));
  const text = files[CHARTER_PATH] ?? "";
  const { charter } = must(parseCharter(CHARTER_PATH, Buffer.from(text)));
  const rules = charter.systems[SYSTEM];
  if (rules === undefined) throw new Error("the starter's charter names no triage");
  return { files, rules };
}

/** The starter after the changes of one or more scenarios, in order. An empty file is one taken away. */
export function withScenarios({ files }: Starter, ...names: readonly string[]): Files {
  const layers = names.map((name) => {
    const folder = join(TEMPLATES, "mutations", name);
    return existsSync(folder) ? filesBelow(folder) : {};
  });
  const laid: Files = Object.assign({}, files, ...layers);
  return Object.fromEntries(Object.entries(laid).filter(([, text]) => text !== ""));
}

export function starterMutation(
  starter: Starter,
  sides: { readonly before: Files; readonly after: Files; readonly objective?: Objective },
): Mutation {
  const before = versionOf(starter, sides.before);
  const after = versionOf(starter, sides.after);
  const claim = { hypothesis: "a test", objective: sides.objective ?? "task" } as const;
  return normaliseMutation({ system: SYSTEM, before, after, rules: starter.rules, claim });
}

/** A suite of the starter's base commit, by the path that the charter gives. */
export function starterSuite({ files, rules }: Starter, dataset: string): Suite {
  const path = `${rules.path}/${dataset}`;
  return must(parseSuite(path, Buffer.from(files[path] ?? "")));
}

export function sealedBytes(ref: string): Uint8Array | undefined {
  const path = join(TEMPLATES, "sealed", `${ref}.jsonl`);
  return existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined;
}

function versionOf({ rules }: Starter, files: Files): SystemVersion {
  return must(readSystem({ name: SYSTEM, root: rules.path, snapshot: aSnapshot(files) }));
}

function filesBelow(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "pull-request.md")
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [relative(folder, path), readFileSync(path, "utf8")] as const),
  );
}

function must<Value, Refusal>(result: Result<Value, Refusal>): Value {
  if (result.ok) return result.value;
  throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
}
