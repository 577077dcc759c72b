import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithinTarget } from "../../../../src/core/ir/targets/within-target.ts";

type Row = readonly [narrow: string, wide: string];

describe("a target is within another", () => {
  it.each<Row>([
    ["https://a.example/x", "https://a.example/*"],
    ["https://a.example/x/y", "https://a.example/*"],
    ["https://a.example/v1/*", "https://a.example/*"],
    ["https://a.example/v1/x/y", "https://a.example/v1/*/y"],
    ["HTTPS://A.example:443/x", "https://a.example./x"],
    ["https://a.example/x", "https://a.example"],
    ["https://b.a.example/x", "https://*.a.example/x"],
    ["https://10.0.0.1/x", "https://10.0.0.1/*"],
    ["roof/louvres", "roof/*"],
    ["roof/louvres", "roof/l*s"],
    ["orders", "*"],
    ["https://a.example/x", "*"],
    ["https://a.example/%2e%2e", "https://a.example/%2e%2e"],
  ])("%s in %s", (narrow, wide) => {
    expect(isWithinTarget(narrow, wide)).toBe(true);
  });
});

describe("a target is wider than another, or cannot be compared with it", () => {
  it.each<Row>([
    ["https://a.example/*", "https://a.example/x"],
    ["https://a.example/v1x", "https://a.example/v1/*"],
    ["https://a.example/../x", "https://a.example/*"],
    ["https://a.example/%2e%2e/x", "https://a.example/*"],
    ["https://a.example/..\\x", "https://a.example/*"],
    ["https://a.example/x?to=b", "https://a.example/*"],
    ["https://a.example/x#y", "https://a.example/*"],
    ["https://a.example//b.example", "https://a.example/*"],
    ["http://a.example/x", "https://a.example/*"],
    ["https://a.example:8443/x", "https://a.example/*"],
    ["https://a.example@b.example/x", "https://a.example/*"],
    ["https://a.example:443@b.example/x", "https://a.example/*"],
    ["https://a.example.b.example/x", "https://a.example/*"],
    ["https://ba.example/x", "https://*.a.example/*"],
    ["https://a.example/x", "https://*.a.example/*"],
    ["https://c.b.a.example/x", "https://*.a.example/*"],
    ["https://*.a.example/x", "https://b.a.example/*"],
    ["https://*/x", "https://a.example/*"],
    ["https://a.exam\u0440le/x", "https://a.example/*"],
    ["https://xn--exmple-cua.example/x", "https://a.example/*"],
    ["https://a%2eexample/x", "https://a.example/*"],
    ["https://[::1]/x", "https://[0:0::1]/*"],
    ["https://2130706433/x", "https://127.0.0.1/*"],
    ["https://0x7f.1/x", "https://*.1/*"],
    ["https://127.0.0.01/x", "https://127.0.0.1/*"],
    ["https:a.example/x", "https://a.example/*"],
    ["//a.example/x", "https://a.example/*"],
    ["https://a.example", "https://a.example/x"],
    ["roof/*", "roof/louvres"],
    ["roof/a/b", "roof/*b"],
    ["roof/../boiler", "roof/*"],
    ["roof/{a,b}", "roof/*"],
    ["roof/a,boiler", "roof/*"],
    ["roof boiler", "roof*"],
    ["r\u043eof/x", "roof/*"],
  ])("%s beside %s", (narrow, wide) => {
    expect(isWithinTarget(narrow, wide)).toBe(false);
  });
});

describe("patterns over names", () => {
  const piece = fc.constantFrom("a", "b", "/", "*", "ab");
  const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(""));

  it("is within another only if every name that it matches is matched by the other", () => {
    let held = 0;
    const names = ["a", "b", "ab", "a/b", "a/ab", "ab/a/b", "b/a", "aa", "bb", "a/b/a", "abab"];
    fc.assert(
      fc.property(pattern, pattern, (narrow, wide) => {
        if (!isWithinTarget(narrow, wide)) return;
        held += 1;
        const [mine, other] = [matcherOf(narrow), matcherOf(wide)];
        for (const name of names.filter((one) => mine.test(one)))
          expect(other.test(name)).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(held).toBeGreaterThan(100);
  });
});

/** The meaning of a pattern, said a second time with the engine's own expressions. */
function matcherOf(pattern: string): RegExp {
  const source = pattern
    .replace(/\*{2,}/g, "\u0000")
    .replace(/(^|\/)\*$/, "$1\u0000")
    .replaceAll("*", "[^/]*")
    .replaceAll("\u0000", ".*");
  return new RegExp(`^${source}$`);
}
