import { Hono } from "hono";
import type { Ports } from "../ports/ports.ts";

/** `/healthz`: the process answers. `/readyz`: so does its store. */
export function healthRoutes(ports: Pick<Ports, "store" | "appVersion">): Hono {
  return new Hono()
    .get("/healthz", (c) => c.json({ status: "ok", version: ports.appVersion }))
    .get("/readyz", async (c) => {
      const waiting = await ports.store.transact((tx) => tx.inbox.waiting());
      return c.json({ status: "ready", deliveries_waiting: waiting });
    });
}
