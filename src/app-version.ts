import { createRequire } from "node:module";

/** The release of this program, as the package names it. */
export const APP_VERSION: string = readVersion();

function readVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("../package.json");
  const isNamed = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isNamed ? String(manifest.version) : "0.0.0";
}
