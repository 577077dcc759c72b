import { lstat, mkdir, realpath, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { Command } from "commander";
import { visible } from "../../core/prose/escape.ts";
import type { Starter } from "../../ports/starter.ts";
import type { CheckWiring } from "./check.ts";
import { openNamedClone } from "./clone-arguments.ts";

export type InitWiring = Pick<CheckWiring, "openClone"> & { readonly starter: Starter };

type Options = { readonly repo: string; readonly json?: boolean };

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** What the starter's system is called, in its folder and in the files that name it. */
const STARTER = "triage";

/** Most repositories have one of their own, and it governs nothing. */
const OPTIONAL: readonly string[] = ["README.md"];

const NEXT = [
  "Replace the people in .omega/charter.yaml and CODEOWNERS by your own.",
  "Put the sealed suite that the charter names where the app finds it, outside this repository.",
  "Look at it with: omega doctor --local",
  "Commit it on a branch, open a pull request, and have an administrator approve it.",
];

const HELP = `
Writes the starter into a repository: a charter, a small agent below systems/<name>/ with its public
suites, CODEOWNERS, a workflow and a pull request template. Nothing that is there is overwritten: if
one of the files exists, nothing at all is written. An existing README.md stays as it is. Exit code
0: written; 1: something is in the way; 64: wrong arguments.

Example:
  $ omega init triage --repo .`;

export function initCommand(wiring: InitWiring): Command {
  return new Command("init")
    .description("write a first charter and a small agent into a repository")
    .argument("[name]", "what the system is called", STARTER)
    .option("--repo <dir>", "the repository's root", ".")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action((name: string, options: Options, self: Command) =>
      runInit(wiring, { name, options }, self),
    );
}

type Asked = { readonly name: string; readonly options: Options };

async function runInit(
  wiring: InitWiring,
  { name, options }: Asked,
  command: Command,
): Promise<void> {
  if (!NAME.test(name)) {
    const wanted = "small letters, digits and hyphens, at most 63";
    command.error(`${visible(name)} cannot name a system: ${wanted}`, { exitCode: 64 });
  }
  const clone = await openNamedClone(wiring.openClone, options.repo, command);
  await clone.close();
  const root = await realpath(options.repo);
  const files = renamed(await wiring.starter.files(), name);
  const taken = await takenBy([...files.keys()], root);
  const inTheWay = taken.filter((path) => !OPTIONAL.includes(path));
  if (inTheWay.length > 0) {
    const names = inTheWay.map(visible).join(", ");
    command.error(`nothing was written, because this is there already: ${names}`, { exitCode: 1 });
  }
  const written = [...files].filter(([path]) => !taken.includes(path));
  for (const [path, text] of written) await writeNew(root, path, text);
  print(
    written.map(([path]) => path),
    taken,
    options,
  );
}

/** The starter's system under another name; its sealed suite keeps the one it ships with. */
function renamed(files: ReadonlyMap<string, string>, name: string): ReadonlyMap<string, string> {
  const rows = [...files].map(([path, text]): readonly [string, string] => [
    path.replace(`systems/${STARTER}/`, `systems/${name}/`),
    text
      .replaceAll(`systems/${STARTER}`, `systems/${name}`)
      .replace(new RegExp(`^  ${STARTER}:$`, "m"), `  ${name}:`)
      .replace(`{name: ${STARTER},`, `{name: ${name},`)
      .replace(new RegExp(`^# ${STARTER}$`, "m"), `# ${name}`),
  ]);
  return new Map(rows);
}

async function takenBy(paths: readonly string[], root: string): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map((path) =>
      lstat(join(root, path)).then(
        () => [path],
        () => [],
      ),
    ),
  );
  return found.flat();
}

/** A folder of the repository that is a link would lead the starter out of it. */
async function writeNew(root: string, path: string, text: string): Promise<void> {
  const place = join(root, path);
  await mkdir(dirname(place), { recursive: true });
  const folder = await realpath(dirname(place));
  if (folder !== root && !folder.startsWith(root + sep)) {
    throw new Error(`${path} would lie outside the repository, because a folder is a link`);
  }
  await writeFile(place, text, { flag: "wx" });
}

function print(written: readonly string[], kept: readonly string[], { json }: Options): void {
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ written, kept, next: NEXT })}\n`);
    return;
  }
  const lines = [
    ...written.map((path) => `wrote ${path}`),
    ...kept.map((path) => `kept  ${path}`),
    "",
    "Next:",
    ...NEXT.map((step, index) => `${index + 1}. ${step}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
