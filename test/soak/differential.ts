import { compareParsers } from "../support/differential/compare-parsers.ts";
import { openPyYaml } from "../support/differential/py-yaml.ts";
import type { Soak } from "./soak.ts";

const SHOWN = 5;

/** No accepted document may be read differently by js-yaml 5, js-yaml 4, yaml 2 or PyYAML. */
export const soakDifferential: Soak = async ({ seed, count = 50_000 }) => {
  const python = openPyYaml();
  console.log(python ? `PyYAML ${python.version}` : "PyYAML is not on this machine: without it");
  const { documents, accepted, differences, refusedWithReason } = await compareParsers({
    seed,
    documents: count,
    python,
  });
  python?.close();
  const share = (100 * accepted) / documents;
  console.log(`${documents} documents, ${accepted} accepted (${share.toFixed(1)} %)`);
  console.log(`${refusedWithReason} of the refused ones are read differently by two parsers`);
  console.log(`${differences.length} accepted documents are read differently`);
  for (const difference of differences.slice(0, SHOWN)) console.log(difference);
  return differences.length === 0 && accepted > documents / 3;
};
