import { describe, expect, it } from "vitest";
import type { Exchange } from "../../../src/local/github/http/exchange.ts";
import { readDescription } from "./description.ts";
import { findUnlisted } from "./deviations.ts";
import { openValidator, type Observation } from "./validator.ts";

const json = (schema: unknown) => ({ content: { "application/json": { schema } } });

const object = (properties: Readonly<Record<string, unknown>>) => ({ type: "object", properties });

const MOOD = {
  ...object({
    mood: { type: "string", enum: ["good", "bad"], nullable: true },
    since: { type: "string", nullable: true },
    friend: { $ref: "#/components/schemas/cat", nullable: true },
    owner: { allOf: [{ $ref: "#/components/schemas/cat" }], nullable: true },
    weight: { type: "integer", nullable: false },
    toys: { type: "array", items: { $ref: "#/components/schemas/cat" } },
    names: { ...object({ first: { type: "string" } }), additionalProperties: { type: "string" } },
    notes: { type: "object" },
  }),
  required: ["mood"],
};

/** What a cat's keeper would publish. */
const DESCRIPTION = readDescription({
  paths: {
    "/cats/{cat}/mood": {
      get: { responses: { "200": json(MOOD), "404": { $ref: "#/components/responses/gone" } } },
      put: {
        requestBody: json({ ...object({ mood: { type: "string" } }), required: ["mood"] }),
        responses: {
          "204": {},
          "409": json({ oneOf: [object({ message: { type: "string" } }), object({})] }),
        },
      },
    },
  },
  "x-webhooks": {
    "cat-fed": { post: { requestBody: json({ ...object({ cat: {} }), required: ["cat"] }) } },
  },
  components: {
    schemas: { cat: { ...object({ name: { type: "string" } }), required: ["name"] } },
    responses: { gone: json({ ...object({ message: {} }), required: ["message"] }) },
  },
});

const validator = openValidator(DESCRIPTION);

const observe = (changes: Partial<Exchange>): Observation =>
  validator.exchange({
    method: "GET",
    path: "/cats/tom/mood",
    route: "/cats/{cat}/mood",
    query: {},
    requestBody: undefined,
    actor: "alice",
    status: 200,
    responseHeaders: { "content-type": "application/json; charset=utf-8" },
    responseBody: { mood: "good" },
    ...changes,
  });

const problemsOf = (changes: Partial<Exchange>) => observe(changes).problems;

describe("what may be null", () => {
  it.each([
    ["one of several values", { mood: null }],
    ["a text", { mood: "good", since: null }],
    ["a reference", { mood: "good", friend: null }],
    ["a composition", { mood: "good", owner: null }],
  ])("is %s that says so", (_, responseBody) => {
    expect(problemsOf({ responseBody })).toEqual([]);
  });

  it.each([
    ["a number that says the opposite", { mood: "good", weight: null }],
    ["what it refers to", { mood: "good", friend: { name: null } }],
    ["a value outside its list", { mood: "odd" }],
    ["a reference to something else", { mood: "good", friend: 7 }],
  ])("is not %s", (_, responseBody) => {
    expect(problemsOf({ responseBody })).not.toEqual([]);
  });
});

describe("an answer", () => {
  it("of another kind than JSON is not compared", () => {
    const responseHeaders = { "content-type": "application/vnd.github.raw" };
    expect(problemsOf({ responseHeaders, responseBody: undefined })).toEqual([]);
  });

  it("may be two of several kinds at once", () => {
    const conflict = { method: "PUT", status: 409, responseBody: { message: "Too late" } };
    expect(problemsOf(conflict)).toEqual([]);
  });

  it("that is described elsewhere is compared with what stands there", () => {
    expect(problemsOf({ status: 404, responseBody: {} })).toEqual([
      "404  must have required property 'message'",
    ]);
  });

  it("of a status that the operation does not have is a problem, unless any operation may", () => {
    expect(problemsOf({ status: 418, responseBody: {} })).toEqual(["answers an undescribed 418"]);
    expect(problemsOf({ status: 502, responseBody: {} })).toEqual([]);
  });

  it("to an operation that is not described is a problem", () => {
    expect(problemsOf({ method: "DELETE" })).toEqual(["operation is not described"]);
  });
});

describe("a request", () => {
  const put = { method: "PUT", status: 204, responseBody: undefined };

  it("that was taken must be as described", () => {
    expect(problemsOf({ ...put, requestBody: { mood: "bad" } })).toEqual([]);
    expect(problemsOf({ ...put, requestBody: {} })).toEqual([
      "request  must have required property 'mood'",
    ]);
  });

  it("that was refused may be as it likes", () => {
    const refused = { ...put, status: 409, responseBody: { message: "No" } };
    expect(problemsOf({ ...refused, requestBody: {} })).toEqual([]);
  });
});

describe("a webhook", () => {
  const deliver = (event: string, action: string, payload: Record<string, unknown>) =>
    validator.delivery({ event, action, payload, guid: "1", headers: {} }).problems;

  it("must be described, and as described", () => {
    expect(deliver("cat", "fed", { cat: "tom" })).toEqual([]);
    expect(deliver("cat", "fed", {})).toEqual(["payload  must have required property 'cat'"]);
    expect(deliver("cat", "lost", {})).toEqual(["webhook is not described"]);
  });
});

describe("a field that is not described", () => {
  const unknown = (responseBody: unknown) => observe({ responseBody }).unknownFields;

  it("is named with the way to it, once for each time that it is there", () => {
    const responseBody = {
      mood: "good",
      colour: "red",
      friend: { name: "Kim", age: 7 },
      toys: [{ name: "ball", weight: 1 }, { weight: 2 }],
    };
    expect(unknown(responseBody)).toEqual(["colour", "friend.age", "toys.weight", "toys.weight"]);
  });

  it("is none where any name is allowed", () => {
    const responseBody = { mood: "good", names: { last: "Cat" }, notes: { any: { thing: 1 } } };
    expect(unknown(responseBody)).toEqual([]);
  });
});

describe("a deviation", () => {
  const seen = [observe({ responseBody: {} }), observe({ responseBody: {} }), observe({})];
  const problem = "must have required property 'mood'";
  const reason = "cats are shy";

  it("is told once, with its operation", () => {
    expect(findUnlisted(seen, [])).toEqual([`GET /cats/{cat}/mood: 200  ${problem}`]);
  });

  it("is not told where it is listed, for its operation or for all", () => {
    expect(findUnlisted(seen, [{ operation: "*", problem, reason }])).toEqual([]);
    expect(findUnlisted(seen, [{ operation: "GET /cats/{cat}/mood", problem, reason }])).toEqual(
      [],
    );
  });

  it("is told where another one is listed", () => {
    const elsewhere = { operation: "PUT /cats/{cat}/mood", problem, reason };
    const another = { operation: "*", problem: "must be string", reason };
    expect(findUnlisted(seen, [elsewhere, another])).toHaveLength(1);
  });
});
