import { openWorld, type World } from "../../src/compose.ts";
import type { AppProcess, AppSettings } from "../../src/local/demo/app-process.ts";
import { startServer } from "../../src/server.ts";
import { readSettings } from "../../src/settings.ts";

/**
 * The product as `omega serve` composes it, but in this process, where a test can see its lines run,
 * and look into its store as the owner of a data directory may.
 */
export async function startInProcess(
  { environment }: AppSettings,
  onWorld: (world: World) => void = () => undefined,
): Promise<AppProcess> {
  const settings = readSettings({
    HOST: "127.0.0.1",
    PORT: "0",
    ...environment,
    LOG_LEVEL: "silent",
  });
  if (!settings.ok) throw new Error(JSON.stringify(settings.refusal));
  const world = await openWorld(settings.value);
  onWorld(world);
  const server = await startServer(world, settings.value);
  return {
    url: server.url,
    pid: process.pid,
    stop: () => server.close(),
    kill: () => server.close(),
  };
}
