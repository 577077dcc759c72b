import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { parseSeal } from "../../core/custody/parse-seal.ts";
import { renderSeal, type SealPlan } from "../../core/custody/plan-seal.ts";
import type { Seal } from "../../core/custody/seal.ts";
import { parseSuite, type Suite } from "../../core/ir/parse-suite.ts";
import { visible } from "../../core/prose/escape.ts";
import { readBounded } from "./labelled-file.ts";

type Where = { readonly out: string; readonly ref: string; readonly rotate?: boolean };

type Custody = { readonly seal: Seal; readonly suite: Suite };

/** The custody that `--rotate` adds to; without it nothing may be there, or items would change hands. */
export async function openCustody(where: Where, command: Command): Promise<Custody | undefined> {
  const { suite: suiteFile, seal: sealFile } = filesOf(where);
  const exists = await Promise.all([suiteFile, sealFile].map(isThere));
  if (where.rotate !== true) {
    if (!exists.includes(true)) return undefined;
    const what = `${visible(where.ref)} is in ${visible(where.out)} already`;
    return command.error(`${what}; --rotate adds fresh items to it, another --ref begins anew`, {
      exitCode: 64,
    });
  }
  if (exists.includes(false)) {
    const what = `there is no custody of ${visible(where.ref)} in ${visible(where.out)}`;
    return command.error(`${what}; seal it once without --rotate`, { exitCode: 64 });
  }
  const suite = parseSuite("sealed", await readBounded(suiteFile, command));
  const bytes = await readBounded(sealFile, command);
  const seal = suite.ok ? parseSeal(bytes, suite.value) : undefined;
  if (!suite.ok || seal?.ok !== true) {
    const why = seal?.ok === false ? seal.refusal : "suite-malformed";
    return command.error(`the custody of ${visible(where.ref)} is broken (${why})`, {
      exitCode: 1,
    });
  }
  return { suite: suite.value, seal: seal.value };
}

/**
 * Writes both files whole, for their owner alone. Between the two renames the custody does not fit
 * the suite, and gates that look then say so and ask nothing.
 */
export async function writeCustody(where: Where, plan: SealPlan): Promise<readonly string[]> {
  await mkdir(where.out, { recursive: true, mode: 0o700 });
  const files = filesOf(where);
  const drafts = [
    [files.suite, plan.text],
    [files.seal, renderSeal(plan)],
  ] as const;
  for (const [path, text] of drafts) await writeFile(`${path}.part`, text, { mode: 0o600 });
  for (const [path] of drafts) await rename(`${path}.part`, path);
  return drafts.map(([path]) => path);
}

function filesOf({ out, ref }: Where): { readonly suite: string; readonly seal: string } {
  return { suite: join(out, `${ref}.jsonl`), seal: join(out, `${ref}.seal.json`) };
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
