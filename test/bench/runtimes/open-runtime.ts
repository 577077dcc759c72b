import { instant } from "../../../src/core/kernel/instant.ts";
import type { Rollout } from "../../../src/core/rollout/rollout.ts";
import { aCanary } from "../../support/rollouts.ts";
import { openRuntimeApp, type RuntimeApp } from "../../support/runtime-app.ts";
import { openPlace } from "../../support/store-places.ts";

export type BenchedRuntime = RuntimeApp & { readonly url: string; readonly database: string };

/** The runtimes' doors, listening, on the server that TEST_DATABASE_URL names or on PGlite. */
export async function openBenched(): Promise<BenchedRuntime> {
  const isServer = process.env["TEST_DATABASE_URL"] !== undefined;
  const place = await openPlace(isServer ? "PostgreSQL" : "memory");
  const { store } = place;
  const runtime = await openRuntimeApp({ store, now: () => instant(Date.now()) });
  const [row] = (await store.executeSql("SHOW server_version")).rows;
  const listening = await runtime.listen();
  return {
    ...runtime,
    url: listening.url,
    database: `${isServer ? "PostgreSQL" : "PGlite"} ${String(row?.["server_version"])}`,
    close: async () => {
      await listening.close();
      await place.remove();
    },
  };
}

/** A canary that has begun and passes nothing by itself. */
export function aLongCanary(parts: Partial<Rollout> = {}): Rollout {
  const canary = aCanary({ enteredAt: instant(Date.now() - 1000), ...parts });
  const step = { ...canary.rules.canary, min_units: 1_000_000 };
  return { ...canary, rules: { ...canary.rules, canary: step } };
}
