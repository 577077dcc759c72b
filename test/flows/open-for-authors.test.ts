import { describe, expect, it } from "vitest";
import { CommitsUnlisted } from "../../src/core/ir/commits-unlisted.ts";
import { installationId, pullNumber, repositoryId } from "../../src/core/kernel/ids.ts";
import { accepted, refused } from "../../src/core/kernel/result.ts";
import { openForAuthors } from "../../src/flows/evaluation/open-for-authors.ts";
import type { Contributor } from "../../src/ports/forge.ts";
import { NO_SEALED_REPOSITORIES } from "../support/no-sealed-repositories.ts";

const NAMED = { repository: "acme/kept-apart", ref: "triage-2027" };

/** For whom the repository is opened, where these had a hand in the commits or nobody can say who had. */
async function openWith(contributors: () => Promise<readonly Contributor[]>) {
  const asked: unknown[] = [];
  const opened = await openForAuthors(
    {
      ports: {
        sealedRepositories: {
          ...NO_SEALED_REPOSITORIES,
          open: async (...all) => {
            asked.push(...all);
            return accepted({ load: async () => undefined });
          },
        },
      },
      lease: { installation: installationId(11) },
      repository: { id: repositoryId(7), contributors },
      pull: { number: pullNumber(3), author: { id: 5, login: "eve", isBot: false } },
    },
    NAMED,
  );
  return { opened, asked };
}

describe("the private repository of a sealed suite", () => {
  it("is opened for its author and everybody with a hand in the commits whose login is known", async () => {
    const hands = [{ login: "mallory" }, { email: "who@example.org" }, { login: "trent" }];

    const { asked } = await openWith(async () => hands);

    expect(asked).toEqual([
      { ...NAMED, installation: 11, governed: 7 },
      ["eve", "mallory", "trent"],
    ]);
  });

  it("is not opened where there are more commits than anybody can look through", async () => {
    const { opened, asked } = await openWith(() => Promise.reject(new CommitsUnlisted()));

    expect(opened).toEqual(refused("sealed-readable-by-author"));
    expect(asked).toEqual([]);
  });

  it("is tried again after a fault on the way", async () => {
    const fault = new Error("connection lost");

    await expect(openWith(() => Promise.reject(fault))).rejects.toBe(fault);
  });
});
