import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSealedDirectory } from "../../../src/adapters/sealed/sealed-directory.ts";
import type { SealedSuites } from "../../../src/ports/sealed-suites.ts";
import { startCheckedGitHub } from "../../support/local-github.ts";
import { openSealedStage } from "../../support/sealed-stage.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A place in which sealed suites lie: these files, and `linked.jsonl`, which leads out of it. */
export type Home = {
  /** Refuses by throwing or by a value; both hold the evaluation. */
  open(ref: string): Promise<SealedSuites>;
  close(): Promise<void>;
};

export async function openDirectoryHome(files: Files): Promise<Home> {
  const home = await mkdtemp(join(tmpdir(), "omega-sealed-"));
  await mkdir(join(home, "suites"));
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(home, "suites", name), content);
  }
  await writeFile(join(home, "secret.jsonl"), "secret");
  await symlink(join(home, "secret.jsonl"), join(home, "suites", "linked.jsonl"));
  return {
    open: async () => openSealedDirectory(join(home, "suites")),
    close: () => rm(home, { recursive: true }),
  };
}

export async function openRepositoryHome(files: Files): Promise<Home> {
  const github = await startCheckedGitHub();
  const stage = openSealedStage(github, files);
  await stage.commit("linked.jsonl", "../secret.jsonl", "120000");
  return {
    open: async (ref) => {
      const opened = await stage.repositories.open({ ...stage.place, ref }, []);
      if (!opened.ok) throw new Error(opened.refusal);
      return opened.value;
    },
    close: () => github.close(),
  };
}
