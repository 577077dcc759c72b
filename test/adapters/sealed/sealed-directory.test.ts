import { join } from "node:path";
import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { openSealedDirectory } from "../../../src/adapters/sealed/sealed-directory.ts";

describe("a directory of sealed suites", () => {
  test("that is not configured or not there holds nothing", async () => {
    const nowhere = join(tmpdir(), "omega-no-such-directory");

    expect(await openSealedDirectory(undefined).load("triage-2027")).toBeUndefined();
    expect(await openSealedDirectory(nowhere).load("triage-2027")).toBeUndefined();
  });
});
