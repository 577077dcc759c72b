import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/core/ir/compile.ts";
import { digestOf } from "../../src/core/kernel/digest.ts";
import { repositoryId, sha } from "../../src/core/kernel/ids.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { diffVersions } from "../../src/flows/runtime/diff-versions.ts";
import { fetchVersion } from "../../src/flows/runtime/fetch-version.ts";
import { registerVersions } from "../../src/flows/rollout/register-versions.ts";
import { aChange, aVersion, SYSTEM_FILES } from "../support/builders.ts";
import { systemWith } from "../support/edited.ts";
import { type OpenPlace, openPlace, storePlaces } from "../support/store-places.ts";

const REPOSITORY = repositoryId(7);
const at = instant(1_000);

const first = aChange({
  after: systemWith({ "/parameters/warmth/value": 0.5 }),
  afterFiles: { ...SYSTEM_FILES, "prompts/reply.md": "You seem {{mood}}. Good day!\n" },
});
const rules = first.charter.systems["greeter"];
const { mutation } = first;
if (mutation === undefined || rules === undefined) throw new Error("the builder makes mutations");
const { before, after } = mutation;

describe.each(storePlaces())("the registry of versions on %s", (name) => {
  let place: OpenPlace;
  beforeAll(async () => {
    place = await openPlace(name);
    await place.store.transact((tx) =>
      registerVersions(tx, { repositoryId: REPOSITORY, at, change: first, rules }),
    );
  });
  afterAll(() => place.remove());

  it("fetches any version that was read, whole, with its origin and its parent", async () => {
    const [base, head] = await Promise.all(
      [before, after].map(({ digest }) => fetchVersion(place, REPOSITORY, digest)),
    );

    expect(head).toMatchObject({
      ok: true,
      value: {
        artifact: { digest: compile(after).digest, system: after.system },
        registered: {
          system: "greeter",
          parent: before.digest,
          commit: first.head.commit,
          path: after.root,
          at,
        },
      },
    });
    expect(base?.ok === true && base.value.registered.parent).toBeUndefined();
  });

  it("says of two versions what the pull request said, line for line, and its reverse", async () => {
    const pair = { repositoryId: REPOSITORY, from: before.digest, to: after.digest };

    expect(await diffVersions(place, pair)).toEqual({
      ok: true,
      value: {
        system: "greeter",
        changes: mutation.changes,
        mutationClass: mutation.mutationClass,
      },
    });
    const back = await diffVersions(place, { ...pair, from: after.digest, to: before.digest });
    expect(
      back.ok && back.value.changes.edits.map(({ before: was, after: is }) => [is, was]),
    ).toEqual(mutation.changes.edits.map(({ before: was, after: is }) => [was, is]));
  });

  it("keeps the first commit of a version that is met again", async () => {
    const again = { ...first, head: { ...first.head, commit: sha("f".repeat(40)) } };
    await place.store.transact((tx) =>
      registerVersions(tx, { repositoryId: REPOSITORY, at: instant(2_000), change: again, rules }),
    );

    const found = await fetchVersion(place, REPOSITORY, after.digest);
    expect(found).toMatchObject({
      ok: true,
      value: { registered: { commit: first.head.commit, at } },
    });
  });

  it("knows no version of another repository, and none that nobody read", async () => {
    const refusal = { ok: false, refusal: "not-found" };

    expect(await fetchVersion(place, repositoryId(8), after.digest)).toEqual(refusal);
    const pair = { repositoryId: REPOSITORY, from: before.digest, to: digestOf("nothing") };
    expect(await diffVersions(place, pair)).toEqual(refusal);
  });

  it("reads no row whose bundle is another version's", async () => {
    await place.store.transact(async (tx) => {
      const row = await tx.versions.load(REPOSITORY, after.digest);
      if (row !== undefined) await tx.versions.register({ ...row, version: digestOf("x") });
    });

    const pair = { repositoryId: REPOSITORY, from: before.digest, to: digestOf("x") };
    expect(await diffVersions(place, pair)).toEqual({ ok: false, refusal: "internal-fault" });
  });

  it("compares no versions of two systems", async () => {
    const { "prompts/refusal.md": _old, ...kept } = SYSTEM_FILES;
    const other = aVersion({ name: "other", files: { ...kept, "prompts/refusal.md": "No.\n" } });
    const change = {
      ...first,
      mutation: { ...mutation, system: "other", before: other, after: other },
    };
    await place.store.transact((tx) =>
      registerVersions(tx, { repositoryId: REPOSITORY, at, change, rules }),
    );

    const pair = { repositoryId: REPOSITORY, from: before.digest, to: other.digest };
    expect(await diffVersions(place, pair)).toEqual({ ok: false, refusal: "request-invalid" });
  });
});
