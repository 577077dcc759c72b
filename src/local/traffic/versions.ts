import { isForbidden, isRight } from "../../core/evaluation/measure-answer.ts";
import type { Artifact } from "../../core/ir/artifact.ts";
import { readArtifact } from "../../core/ir/compile/read-artifact.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { JsonObject } from "../../core/kernel/json.ts";
import { openRunner, type Runner } from "../../flows/evaluation/run-artifact.ts";
import type { Sandbox } from "../../ports/sandbox.ts";
import type { LiveItem } from "./live-item.ts";

/** How one version served one item. */
type Served = {
  readonly resolved: 0 | 1;
  readonly violation: 0 | 1;
  readonly latency_ms: number;
};

export type Versions = {
  /** Runs it, or remembers how it went: a version answers the same item the same way. */
  serve(digest: Digest, item: LiveItem): Promise<Served>;
  close(): Promise<void>;
};

type Loaded = { readonly artifact: Artifact; readonly runner: Runner };

/** The versions that live users met, each loaded once, checked against its digest and really run. */
export function openVersions(
  sandbox: Sandbox,
  load: (digest: Digest) => Promise<string>,
): Versions {
  const loaded = new Map<Digest, Promise<Loaded>>();
  const served = new Map<string, Promise<Served>>();
  const open = async (digest: Digest): Promise<Loaded> => {
    const artifact = readArtifact(await load(digest), digest);
    if (!artifact.ok) throw new Error(`an artifact cannot be read: ${artifact.refusal.kind}`);
    const runner = await openRunner(sandbox, artifact.value, { seed: "live" });
    return { artifact: artifact.value, runner };
  };
  return {
    serve: (digest, item) =>
      once(served, `${digest} ${item.id}`, async () =>
        measure(await once(loaded, digest, () => open(digest)), item),
      ),
    close: async () => {
      const opened = await Promise.allSettled(loaded.values());
      for (const one of opened) if (one.status === "fulfilled") await one.value.runner.close();
    },
  };
}

async function measure({ artifact, runner }: Loaded, item: LiveItem): Promise<Served> {
  const result = await runner.run(item.input, item.id);
  const { milliseconds } = result.usage;
  if (result.kind === "failed") return { resolved: 0, violation: 0, latency_ms: milliseconds };
  return {
    resolved: isRight(item, result.output) ? 1 : 0,
    violation: isViolation(artifact, item, result.output) ? 1 : 0,
    latency_ms: milliseconds,
  };
}

/** What the item forbids, and what the system's own policies keep out of every output. */
function isViolation({ system }: Artifact, { forbid }: LiveItem, output: JsonObject): boolean {
  const text = JSON.stringify(output);
  const policies = Object.values(system.policies);
  const breached = policies.some(
    (policy) =>
      policy.applies_to.includes("output") && new RegExp(policy.regex_absent, "u").test(text),
  );
  return breached || isForbidden(forbid, output);
}

/** Two users who meet at the same moment share one run; what failed is tried again next time. */
function once<Key, Value>(
  known: Map<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}
