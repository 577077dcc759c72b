import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Home, openDirectoryHome, openRepositoryHome } from "./homes.ts";

const SUITE = '{"id":"1"}\n';
const SEAL = '{"kind":"omega-seal"}\n';

const FILES = {
  "triage-2027.jsonl": SUITE,
  "triage-2027.seal.json": SEAL,
  "unsplit.jsonl": SUITE,
  "secret.json": "secret",
  "large.jsonl": new Uint8Array(33 * 1024 * 1024),
  "heavy.jsonl": SUITE,
  "heavy.seal.json": new Uint8Array(33 * 1024 * 1024),
};

const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

describe.each([
  ["a directory", openDirectoryHome],
  ["a private repository", openRepositoryHome],
])("sealed suites in %s", (_where, openHome) => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome(FILES);
  });
  afterAll(() => home.close());

  it("are given by their reference, with the custody that lies beside them", async () => {
    const suites = await home.open("triage-2027");

    expect(textOf(await suites.load("triage-2027"))).toBe(SUITE);
    expect(textOf(await suites.loadSeal?.("triage-2027"))).toBe(SEAL);
  });

  it("have no custody where nobody split them", async () => {
    const suites = await home.open("unsplit");

    expect(textOf(await suites.load("unsplit"))).toBe(SUITE);
    expect(await suites.loadSeal?.("unsplit")).toBeUndefined();
  });

  it.each(["absent", "../secret", "secret", "/etc/passwd", "Triage-2027", "", "a.b", "linked/x"])(
    "are not found under %j",
    async (ref) => {
      const suites = await home.open(ref);

      expect(await suites.load(ref)).toBeUndefined();
      expect(await suites.loadSeal?.(ref)).toBeUndefined();
    },
  );

  it.each(["linked", "large", "heavy"])("are not read from %s files", async (ref) => {
    const reading = home
      .open(ref)
      .then(async (suites) => [await suites.load(ref), await suites.loadSeal?.(ref)]);

    await expect(reading).rejects.toThrow();
  });
});
