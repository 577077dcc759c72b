import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../dist/main.js", import.meta.url));

type Said = { readonly exitCode: number; readonly reasons: readonly string[] };

/** What a person's own `omega check --json` answers. */
export function checkByCli(directory: string, base: string, head: string): Promise<Said> {
  const argv = [MAIN, "check", "--repo", directory, "--base", base, "--head", head, "--json"];
  const { PATH } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { env: { PATH } }, (fault, out) => {
      const { reason_codes } = JSON.parse(out) as { reason_codes: readonly string[] };
      resolve({ exitCode: Number(fault?.code ?? 0), reasons: reason_codes });
    });
  });
}
