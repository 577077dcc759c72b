/** A file that breaks one rule of the house, and what names the rule in the linter's report. */
export type Planted = {
  readonly what: string;
  readonly path: string;
  readonly text: string;
  readonly rule: string;
};

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

const IMPURE = "eslint(no-restricted-imports)";

/** One for each rule that the house relies on; `AT_EASE` breaks none of them. */
export const PLANTED: readonly Planted[] = [
  {
    what: "core that reads files",
    path: "src/core/ir/read-files.ts",
    text: `import { readFileSync } from "node:fs";\nexport const text = readFileSync("a", "utf8");\n`,
    rule: IMPURE,
  },
  {
    what: "core that imports an adapter",
    path: "src/core/ir/reach-out.ts",
    text: `import { openStore } from "../../adapters/store/open-store.ts";\nexport const open = openStore;\n`,
    rule: IMPURE,
  },
  {
    what: "core that knows an SDK",
    path: "src/core/ir/know-sdk.ts",
    text: `import type { Octokit } from "@octokit/rest";\nexport type Client = Octokit;\n`,
    rule: IMPURE,
  },
  {
    what: "core that knows Probot",
    path: "src/core/ir/know-probot.ts",
    text: `import { Probot } from "probot";\nexport const app = Probot;\n`,
    rule: IMPURE,
  },
  {
    what: "core that hashes outside the kernel",
    path: "src/core/ir/hash-alone.ts",
    text: `import { createHash } from "node:crypto";\nexport const hash = createHash("sha256");\n`,
    rule: IMPURE,
  },
  {
    what: "a kernel that draws random bytes",
    path: "src/core/kernel/digest.ts",
    text: `import { randomBytes } from "node:crypto";\nexport const salt = randomBytes(8);\n`,
    rule: IMPURE,
  },
  {
    what: "core that reads the clock",
    path: "src/core/budget/read-clock.ts",
    text: `export const now = (): number => Date.now();\n`,
    rule: "eslint(no-restricted-globals)",
  },
  {
    what: "core that reads the environment",
    path: "src/core/budget/read-environment.ts",
    text: `export const home = (): string => process.env["HOME"] ?? "";\n`,
    rule: "eslint(no-restricted-globals)",
  },
  {
    what: "core that asks the network",
    path: "src/core/budget/ask-network.ts",
    text: `export const ask = (): Promise<Response> => fetch("http://127.0.0.1");\n`,
    rule: "eslint(no-restricted-globals)",
  },
  {
    what: "core that draws lots",
    path: "src/core/budget/draw-lots.ts",
    text: `export const lot = (): number => Math.random();\n`,
    rule: "eslint(no-restricted-properties)",
  },
  {
    what: "any",
    path: "src/flows/take-anything.ts",
    text: `export const take = (given: any): string => String(given);\n`,
    rule: "typescript(no-explicit-any)",
  },
  {
    what: "an exclamation mark instead of a check",
    path: "src/flows/insist.ts",
    text: `export const first = (all: readonly string[]): string => all[0]!;\n`,
    rule: "typescript(no-non-null-assertion)",
  },
  {
    what: "a cast of what nobody checked",
    path: "src/flows/believe.ts",
    text: `export const believe = (given: unknown): string => given as string;\n`,
    rule: "typescript(no-unsafe-type-assertion)",
  },
  {
    what: "a default export",
    path: "src/flows/default-export.ts",
    text: `export default function nothing(): void {}\n`,
    rule: "import(no-default-export)",
  },
  {
    what: "a function of more than forty lines",
    path: "src/flows/go-on.ts",
    text: `export function goOn(all: string[]): void {\n${lines(41, (index) => `  all.push("${index}");`)}\n}\n`,
    rule: "eslint(max-lines-per-function)",
  },
  {
    what: "a file of more than three hundred lines",
    path: "src/flows/too-long.ts",
    text: `${lines(301, (index) => `export const line${index} = ${index};`)}\n`,
    rule: "eslint(max-lines)",
  },
  {
    what: "a function with more than ten ways through it",
    path: "src/flows/branch-out.ts",
    text: `export function branchOut(given: number): string {\n${lines(10, (index) => `  if (given === ${index}) return "${index}";`)}\n  return "";\n}\n`,
    rule: "eslint(complexity)",
  },
  {
    what: "four parameters",
    path: "src/flows/four-parameters.ts",
    text: `export const sum = (a: number, b: number, c: number, d: number): number => a + b + c + d;\n`,
    rule: "eslint(max-params)",
  },
  {
    what: "a cycle of imports",
    path: "src/flows/cycle-one.ts",
    text: `import { two } from "./cycle-two.ts";\nexport const one = (): number => two();\n`,
    rule: "import(no-cycle)",
  },
  {
    what: "a cycle of imports, from its other end",
    path: "src/flows/cycle-two.ts",
    text: `import { one } from "./cycle-one.ts";\nexport const two = (): number => one();\n`,
    rule: "import(no-cycle)",
  },
  {
    what: "a promise that nobody waits for",
    path: "src/flows/forget-promise.ts",
    text: `const later = (): Promise<void> => Promise.resolve();\nexport function forget(): void {\n  later();\n}\n`,
    rule: "typescript(no-floating-promises)",
  },
  {
    what: "a switch that forgets a kind",
    path: "src/flows/forget-kind.ts",
    text: `export function say(kind: "a" | "b"): string {\n  switch (kind) {\n    case "a":\n      return "a";\n  }\n  return "";\n}\n`,
    rule: "typescript(switch-exhaustiveness-check)",
  },
  {
    what: "a file named after nothing",
    path: "src/flows/ThisFile.ts",
    text: `export const named = "badly";\n`,
    rule: "unicorn(filename-case)",
  },
  {
    what: "a line written to the console",
    path: "src/flows/shout.ts",
    text: `export const shout = (): void => console.log("here");\n`,
    rule: "eslint(no-console)",
  },
  {
    what: "a test that is too long to read",
    path: "test/templates/too-long.test.ts",
    text: `${lines(401, (index) => `export const line${index} = ${index};`)}\n`,
    rule: "eslint(max-lines)",
  },
];

/** A file with which every check is content. */
export const AT_EASE = {
  path: "src/core/ir/at-ease.ts",
  text: `/** Adds what it is given. */\nexport function add(left: number, right: number): number {\n  return left + right;\n}\n`,
};

/** What the type checker must refuse: a wrong type, and syntax that does not erase. */
export const ILL_TYPED: readonly (Omit<Planted, "rule"> & { readonly code: string })[] = [
  {
    what: "a value of another type",
    path: "src/flows/wrong-type.ts",
    text: `export const count: number = "one";\n`,
    code: "TS2322",
  },
  {
    what: "an element that may not be there",
    path: "src/flows/absent-element.ts",
    text: `export const first = (all: readonly string[]): string => all[0];\n`,
    code: "TS2322",
  },
  {
    what: "an enum",
    path: "src/flows/an-enum.ts",
    text: `export enum Color {\n  Red,\n}\n`,
    code: "TS1294",
  },
];

/** Correct, but not as the formatter writes it. */
export const BADLY_FORMATTED = {
  path: "src/flows/badly-formatted.ts",
  text: `export const   quotes = 'single'\n`,
};

/** Imported by the entry for one of its two exports. */
export const HALF_USED = {
  path: "src/flows/half-used.ts",
  text: `export const used = 1;\nexport const nobody = 2;\n`,
  entry: {
    path: "src/main.ts",
    text: `import { used } from "./flows/half-used.ts";\nvoid used;\n`,
  },
  dependency: "left-over",
};

/** An answer to a question that the published description does not know. */
export const OFF_KEY = {
  method: "GET",
  path: "/repos/acme/desk/moods",
  route: "/repos/{owner}/{repo}/moods",
  query: {},
  requestBody: undefined,
  actor: "alice",
  status: 200,
  responseHeaders: { "content-type": "application/json; charset=utf-8" },
  responseBody: { mood: "good" },
};
