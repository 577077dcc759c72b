import { OpenAPIHono } from "@hono/zod-openapi";
import { refuse } from "../problem.ts";

/** An app whose documented schemas also guard it: what does not fit is refused with the first issue. */
export function apiApp(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      const [issue] = result.error.issues;
      const place = issue?.path.join("/") ?? "";
      return refuse(c, "request-invalid", `${place === "" ? "body" : place}: ${issue?.message}`);
    },
  });
}
