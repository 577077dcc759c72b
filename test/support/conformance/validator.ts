import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { Exchange } from "../../../src/local/github/http/exchange.ts";
import type { OutgoingDelivery } from "../../../src/local/github/hooks/delivery.ts";
import { type Description, loadDescription, type Operation } from "./description.ts";
import { findUnknownFields } from "./unknown-fields.ts";

/** What one exchange or delivery was found to be. `problems` are deviations from the description. */
export type Observation = {
  readonly kind: "exchange" | "webhook";
  /** `GET /repos/{owner}/{repo}` or `pull_request.labeled`. */
  readonly operation: string;
  readonly actor: string;
  readonly problems: readonly string[];
  readonly unknownFields: readonly string[];
};

/** Answers that any operation may give, which the description lists on a few of them only. */
const ANYWHERE = new Set([304, 401, 403, 404, 429, 500, 502, 503]);

export type Validator = {
  exchange(exchange: Exchange): Observation;
  delivery(delivery: OutgoingDelivery): Observation;
};

/** Nothing where the description is absent: then the run says that it was skipped. */
export function loadValidator(): Validator | undefined {
  const description = loadDescription();
  return description === undefined ? undefined : openValidator(description);
}

export function openValidator(description: Description): Validator {
  const schemas = new Schemas(description);
  return {
    exchange: (exchange) => observeExchange(schemas, exchange),
    delivery: (delivery) => observeDelivery(schemas, delivery),
  };
}

function observeExchange(schemas: Schemas, exchange: Exchange): Observation {
  const method = exchange.method.toLowerCase();
  const operation = schemas.description.paths[exchange.route]?.[method];
  const base = {
    kind: "exchange",
    operation: `${exchange.method} ${exchange.route}`,
    actor: exchange.actor,
  } as const;
  if (operation === undefined) {
    return { ...base, problems: ["operation is not described"], unknownFields: [] };
  }
  const pointer = ["paths", exchange.route, method];
  const response = schemas.response(pointer, operation, exchange);
  return {
    ...base,
    problems: [...requestProblems(schemas, operation, { pointer, exchange }), ...response.problems],
    unknownFields: response.unknownFields,
  };
}

/** A request that GitHub refuses may well be malformed; that is what the test was about. */
function requestProblems(
  schemas: Schemas,
  operation: Operation,
  seen: { readonly pointer: readonly string[]; readonly exchange: Exchange },
): readonly string[] {
  const { exchange, pointer } = seen;
  if (exchange.status >= 400 || exchange.requestBody === undefined) return [];
  if (operation.requestBody?.content?.["application/json"]?.schema === undefined) return [];
  const at = [...pointer, "requestBody", "content", "application/json", "schema"];
  return schemas.problems(at, exchange.requestBody).map((problem) => `request${problem}`);
}

function observeDelivery(schemas: Schemas, delivery: OutgoingDelivery): Observation {
  const key = [delivery.event, delivery.action ?? []].flat().join("-").replaceAll("_", "-");
  const name =
    delivery.action === undefined ? delivery.event : `${delivery.event}.${delivery.action}`;
  const base = { kind: "webhook", operation: name, actor: "github" } as const;
  if (schemas.description["x-webhooks"][key] === undefined) {
    return { ...base, problems: ["webhook is not described"], unknownFields: [] };
  }
  const at = ["x-webhooks", key, "post", "requestBody", "content", "application/json", "schema"];
  return {
    ...base,
    problems: schemas.problems(at, delivery.payload).map((problem) => `payload${problem}`),
    unknownFields: findUnknownFields(schemas.description, at, delivery.payload),
  };
}

/** Compiles each schema once, when it is first needed. */
class Schemas {
  readonly description: Description;
  readonly #ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(description: Description) {
    this.description = description;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(description, "github");
  }

  problems(at: readonly string[], value: unknown): readonly string[] {
    const ref = `github#/${at.map(escapeSegment).join("/")}`;
    const validate = this.#compiled.get(ref) ?? this.#ajv.compile({ $ref: ref });
    this.#compiled.set(ref, validate);
    if (validate(value)) return [];
    const errors = validate.errors ?? [];
    return [...new Set(errors.map((error) => ` ${error.instancePath} ${error.message ?? ""}`))];
  }

  response(
    pointer: readonly string[],
    operation: Operation,
    exchange: Exchange,
  ): { readonly problems: readonly string[]; readonly unknownFields: readonly string[] } {
    const status = String(exchange.status);
    const response = operation.responses[status];
    if (response === undefined) {
      const known = ANYWHERE.has(exchange.status);
      return { problems: known ? [] : [`answers an undescribed ${status}`], unknownFields: [] };
    }
    const at =
      response.$ref === undefined
        ? [...pointer, "responses", status]
        : response.$ref.slice(2).split("/");
    const content = this.#at(at)?.["content"];
    const isJson = /json/.test(exchange.responseHeaders["content-type"] ?? "json");
    if (!isJson || !isRecord(content) || content["application/json"] === undefined) {
      return { problems: [], unknownFields: [] };
    }
    const schema = [...at, "content", "application/json", "schema"];
    return {
      problems: this.problems(schema, exchange.responseBody).map((one) => `${status}${one}`),
      unknownFields: findUnknownFields(this.description, schema, exchange.responseBody),
    };
  }

  #at(path: readonly string[]): Record<string, unknown> | undefined {
    let node: unknown = this.description;
    for (const segment of path) node = isRecord(node) ? node[segment] : undefined;
    return isRecord(node) ? node : undefined;
  }
}

function escapeSegment(segment: string): string {
  return encodeURIComponent(segment.replaceAll("~", "~0").replaceAll("/", "~1"));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
