import { Hono } from "hono";
import { renderFrontPage } from "../core/prose/front-page.ts";
import type { Ports } from "../ports/ports.ts";

/** `/healthz`: the process answers. `/readyz`: so does its store. `/` tells a visitor what this is. */
export function healthRoutes(ports: Pick<Ports, "store" | "appVersion">): Hono {
  return new Hono()
    .get("/", (c) => c.html(renderFrontPage(ports.appVersion)))
    .get("/healthz", (c) => c.json({ status: "ok", version: ports.appVersion }))
    .get("/readyz", async (c) => {
      const waiting = await ports.store.transact((tx) => tx.inbox.waiting());
      return c.json({ status: "ready", deliveries_waiting: waiting });
    });
}
