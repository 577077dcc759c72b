import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paintFor } from "../../../src/surfaces/cli/paint.ts";
import { sealCommand } from "../../../src/surfaces/cli/seal.ts";
import { captureOutput, runCommand } from "../../support/cli.ts";

const said = captureOutput();
const paint = paintFor({ isTerminal: false, env: {} });
const random = (): string => "00112233445566778899aabbccddeeff";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "omega-seal-"));
  await writeFile(join(home, "labelled.jsonl"), lines(0, 90));
  await writeFile(join(home, "more.jsonl"), lines(90, 40));
  await writeFile(join(home, "public.jsonl"), lines(3, 1).replace("i3", "p1"));
  await writeFile(join(home, "table.csv"), `text,category\n${table(30)}`);
  await writeFile(join(home, "broken.jsonl"), `${lines(0, 2)}no item\n`);
});
afterAll(() => rm(home, { recursive: true }));

function lines(from: number, count: number): string {
  return Array.from({ length: count }, (_, at) => {
    const input = { message: `secretword${from + at} otherword${from + at}` };
    return `${JSON.stringify({ id: `i${from + at}`, input, expected: { mood: "glad" } })}\n`;
  }).join("");
}

function table(count: number): string {
  return Array.from({ length: count }, (_, at) => `secretword${at} b${at},c\n`).join("");
}

const seal = (...argv: readonly string[]) =>
  runCommand(sealCommand({ paint, random }), ["seal", ...argv]);
const at = (name: string) => join(home, name);
const into = (ref: string) => ["--ref", ref, "--out", at("sealed")];

describe("omega seal", () => {
  it("writes suite and custody for their owner alone, and says what each shard can show", async () => {
    const code = await seal(at("labelled.jsonl"), ...into("first"), "--shard", "30");

    expect(code).toBe(0);
    expect(said.out).toMatch(/^query-2 +36 +36 +\d\d\.\d +\d\d\.\d +\d\d\.\d/m);
    expect(said.out).toMatch(/^audit +18 /m);
    expect(said.out).not.toContain("secretword");
    for (const ending of ["jsonl", "seal.json"]) {
      expect((await stat(at(`sealed/first.${ending}`))).mode & 0o777).toBe(0o600);
    }
    const custody = JSON.parse(await readFile(at("sealed/first.seal.json"), "utf8"));
    expect(custody).toMatchObject({ kind: "omega-seal", ref: "first", salt: random() });
  });

  it("overwrites no custody, and adds fresh shards to it when asked", async () => {
    await seal(at("labelled.jsonl"), ...into("grown"), "--shard", "30");
    said.forget();
    expect(await seal(at("more.jsonl"), ...into("grown"))).toBe(64);
    expect(said.err).toContain("--rotate adds fresh items");
    const before = JSON.parse(await readFile(at("sealed/grown.seal.json"), "utf8"));

    expect(await seal(at("more.jsonl"), ...into("grown"), "--rotate", "--shard", "30")).toBe(0);

    const after = JSON.parse(await readFile(at("sealed/grown.seal.json"), "utf8"));
    expect(after.shards.slice(0, 3)).toEqual(before.shards);
    expect(after.shards[3]).toMatchObject({ name: "query-3", role: "query", clusters: 40 });
  });

  it("refuses what proposers can read, by line and never by content, or leaves it out", async () => {
    const shown = ["--public", at("public.jsonl")];
    expect(await seal(at("labelled.jsonl"), ...into("leaky"), ...shown)).toBe(1);
    expect(said.err).toContain("line 4 stands nearly word for word at line 1 of");
    expect(said.err).not.toContain("secretword");

    const kept = [...into("leaky"), ...shown, "--drop-leaks", "--json"];
    expect(await seal(at("labelled.jsonl"), ...kept)).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ items: 89, dropped: 1 });
  });

  it("keeps the rules that an item has on its texts", async () => {
    const rules = [{ member: "reply", test: "one-of", values: ["glad"] }];
    const items = lines(0, 40).split("\n").filter(Boolean);
    const ruled = items.map((line) => JSON.stringify({ ...JSON.parse(line), requires: rules }));
    await writeFile(at("ruled.jsonl"), ruled.join("\n"));

    expect(await seal(at("ruled.jsonl"), ...into("ruled"), "--shard", "30")).toBe(0);

    const [first = ""] = (await readFile(at("sealed/ruled.jsonl"), "utf8")).split("\n");
    expect(JSON.parse(first).requires).toEqual(rules);
  });

  it("takes a table by its columns", async () => {
    expect(await seal(at("table.csv"), ...into("table"), "--audit", "0", "--json")).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ items: 30, shards: [{ name: "query-1" }] });
    said.forget();
    expect(await seal(at("table.csv"), ...into("other"), "--expected", "intent")).toBe(1);
    expect(said.err).toContain("no column intent; it has text, category");
  });

  it("splits by a seed that is given as it did before", async () => {
    const seeded = ["--seed", "a seed nobody knows", "--json"];
    await seal(at("labelled.jsonl"), ...into("seeded-1"), ...seeded);
    await seal(at("labelled.jsonl"), ...into("seeded-2"), ...seeded);
    const shards = async (ref: string) =>
      JSON.parse(await readFile(at(`sealed/${ref}.seal.json`), "utf8")).shards;
    expect(await shards("seeded-1")).toEqual(await shards("seeded-2"));
  });

  it.each([
    [["absent.jsonl"], "there is no such file", 64],
    [["broken.jsonl"], "broken.jsonl:3 is no item of a suite", 1],
    [["labelled.jsonl", "--audit", "2"], "a share from 0 to below 1", 64],
    [["labelled.jsonl", "--seed", "short"], "at least 16 characters", 64],
    [["labelled.jsonl", "--ref", "../x"], "Small letters, digits and hyphens", 64],
    [["more.jsonl", "--rotate"], "there is no custody of wrong", 64],
  ])("says what is wrong with %j", async ([file = "", ...rest], sentence, code) => {
    expect(await seal(at(file), ...into("wrong"), ...rest)).toBe(code);
    expect(said.err).toContain(sentence);
  });
});
