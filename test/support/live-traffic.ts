import { join } from "node:path";
import { type DemoWorld, TEMPLATES } from "../../src/local/demo/world.ts";
import { startTraffic, type Traffic } from "../../src/local/traffic/driver.ts";

/** Live units of the starter's system, until they are stopped. */
export function startLive(
  desk: Pick<DemoWorld, "app" | "github" | "repositoryId">,
): Promise<Traffic> {
  return startTraffic({
    appUrl: () => desk.app.url,
    gitHubToken: desk.github.tokenFor("dana"),
    repositoryId: desk.repositoryId,
    system: "triage",
    items: join(TEMPLATES, "traffic"),
  });
}
