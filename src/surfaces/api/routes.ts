import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Ports } from "../../ports/ports.ts";
import { refuse } from "../problem.ts";
import { apiApp } from "./api-app.ts";
import { artifactRoutes } from "./artifacts.ts";
import { apiHealthRoutes } from "./health.ts";
import { evaluationRoutes } from "./evaluations.ts";
import { guardRoutes } from "./guard.ts";
import { outcomeRoutes } from "./outcomes.ts";
import { providerRoutes } from "./providers.ts";
import { rolloutRoutes } from "./rollouts.ts";
import { statusRoutes } from "./status.ts";
import { tokenRoutes } from "./tokens.ts";
import { versionRoutes } from "./versions.ts";

/** The documented API, with its own description at `/openapi.json`. */
export function apiRoutes(ports: Ports): OpenAPIHono {
  const app = apiApp();
  app.onError((fault, c) => {
    ports.log.error("an API request failed", { detail: fault.message });
    return refuse(c, "internal-fault");
  });
  for (const routes of [
    apiHealthRoutes(ports),
    evaluationRoutes(ports),
    artifactRoutes(ports),
    guardRoutes(ports),
    outcomeRoutes(ports),
    providerRoutes(ports),
    rolloutRoutes(ports),
    statusRoutes(ports),
    tokenRoutes(ports),
    versionRoutes(ports),
  ]) {
    app.route("/", routes);
  }
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Agent-Omega", version: ports.appVersion },
  });
  return app;
}
