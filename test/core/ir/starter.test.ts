import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compile } from "../../../src/core/ir/compile.ts";
import { readArtifact } from "../../../src/core/ir/compile/read-artifact.ts";
import { parseCharter } from "../../../src/core/ir/parse-charter.ts";
import { parseSuite } from "../../../src/core/ir/parse-suite.ts";
import { readSystem } from "../../../src/core/ir/read-system.ts";
import { aSnapshot, type Files } from "../../support/builders.ts";

const STARTER = fileURLToPath(new URL("../../../templates/starter/", import.meta.url));
const CHARTER = ".omega/charter.yaml";

function starterFiles(): Files {
  const entries = readdirSync(STARTER, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(STARTER, file), readFileSync(file, "utf8")]),
  );
}

test.skipIf(!existsSync(join(STARTER, CHARTER)))(
  "what init writes is read whole: charter, systems, artifacts and suites",
  () => {
    const files = starterFiles();
    const bytesOf = (path: string): Uint8Array => new TextEncoder().encode(files[path]);
    const charter = parseCharter(CHARTER, bytesOf(CHARTER));
    if (!charter.ok) throw new Error(JSON.stringify(charter.refusal));
    const systems = Object.entries(charter.value.charter.systems);
    expect(systems.length).toBeGreaterThan(0);
    for (const [name, { path: root, suites }] of systems) {
      const version = readSystem({ name, root, snapshot: aSnapshot(files) });
      if (!version.ok) throw new Error(JSON.stringify(version.refusal));
      const artifact = compile(version.value);
      expect(readArtifact(artifact.text, artifact.digest).ok).toBe(true);
      const dataset = `${root}/${suites.public.dataset}`;
      expect(parseSuite(dataset, bytesOf(dataset))).toMatchObject({ ok: true });
    }
  },
);
