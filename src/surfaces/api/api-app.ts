import { OpenAPIHono } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import { refuse } from "../problem.ts";

/** An app whose documented schemas also guard it: what does not fit is refused with the first issue. */
export function apiApp(): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      const [issue] = result.error.issues;
      const place = issue?.path.join("/") ?? "";
      return refuse(c, "request-invalid", `${place === "" ? "body" : place}: ${issue?.message}`);
    },
  });
  app.onError((fault, c) => {
    if (fault instanceof HTTPException && fault.status < 500) return refuse(c, "request-invalid");
    throw fault;
  });
  return app;
}
