import { verifyExport } from "../../../src/core/ledger/verify.ts";
import { repositoryId } from "../../../src/core/kernel/ids.ts";
import { exportLedger } from "../../../src/flows/runtime/export-ledger.ts";
import { settle } from "./happy-life.ts";
import { wrongsIn } from "./lawful-story.ts";
import { entriesOf } from "./picture.ts";
import type { Site } from "./stand.ts";
import { wrongsOn } from "./wrongs-on-github.ts";

/** Everything that is wrong with a site that has come to rest, in words. */
export async function wrongsAtRest(site: Site): Promise<readonly string[]> {
  const operator = site.stand.github.createUser("dana").id;
  return [
    ...wrongsIn(site.scenes, operator),
    ...wrongsOn(site.repository, entriesOf(site)),
    ...(await wrongsInLedger(site)),
    ...(await wrongsAfterSweep(site)),
  ];
}

async function wrongsInLedger(site: Site): Promise<readonly string[]> {
  const ports = { store: site.stand.store, appVersion: "0.0.0" };
  let text = "";
  for await (const line of exportLedger(ports, repositoryId(site.repository.id))) text += line;
  const verified = verifyExport(text);
  const told = site.scenes.filter(({ kind }) => kind === "entry").length;
  if (!verified.ok) return [`the ledger does not verify: ${JSON.stringify(verified.refusal)}`];
  return verified.value.entries === told
    ? []
    : [`${told} entries seen, ${verified.value.entries} kept`];
}

/** At rest there is nothing left to do: another sweep writes nothing. */
async function wrongsAfterSweep(site: Site): Promise<readonly string[]> {
  const before = site.scenes.length;
  await site.run((run) => run.sweep());
  await settle(site);
  const since = site.scenes.slice(before);
  return since.flatMap((scene) => {
    if (scene.kind === "write" && !scene.write.path.startsWith("/app/")) {
      return [`after rest: ${scene.write.method} ${scene.write.path}`];
    }
    return scene.kind === "entry" ? [`after rest: an entry ${scene.entry.kind}`] : [];
  });
}
