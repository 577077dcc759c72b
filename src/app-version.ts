import { existsSync } from "node:fs";
import { createRequire } from "node:module";

/** The release of this program, as the package names it. */
export const APP_VERSION: string = readVersion();

function readVersion(): string {
  // Above `src` and `dist`; one level higher where benchmarks are compiled together with `test`.
  const above = existsSync(new URL("../package.json", import.meta.url)) ? ".." : "../..";
  const manifest: unknown = createRequire(import.meta.url)(`${above}/package.json`);
  const isNamed = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isNamed ? String(manifest.version) : "0.0.0";
}
