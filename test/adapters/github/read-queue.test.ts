import { afterAll, beforeAll, expect, it } from "vitest";
import { openTheatre, type Stage, type Theatre } from "./stage.ts";

let theatre: Theatre;
let stage: Stage;

beforeAll(async () => {
  theatre = await openTheatre();
  stage = await theatre.openStage();
});
afterAll(() => theatre.close());

/** GitHub makes such a branch for each group; here the owner does. */
async function group(name: string): Promise<void> {
  const ref = `refs/heads/gh-readonly-queue/${name}`;
  await stage.owner.rest.git.createRef({ ...stage.name, ref, sha: stage.head });
}

it("names the pull request that a group of the queue adds, where the branch does", async () => {
  await group(`main/pr-7-${stage.head}`);
  await group("main/something");
  await group(`other/pr-8-${stage.head}`);

  expect(await stage.repository.mergeGroups("main")).toEqual([
    { sha: stage.head, pull: 7 },
    { sha: stage.head },
  ]);
});
