import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalGitHub, startLocalGitHub } from "../../../src/local/github/server.ts";
import { startTraffic, type Traffic } from "../../../src/local/traffic/driver.ts";
import { openGround } from "../lives/ground.ts";
import { OPERATOR } from "../lives/people.ts";
import { randomFrom } from "../rollouts.ts";
import { type Crew, proposeAll } from "./crew.ts";
import { type Desk, deskFiles, liveItems, sealedFiles } from "./desks.ts";
import { type Fleet, openFleet } from "./fleet.ts";
import { planFor } from "./plan.ts";

export type TownOptions = {
  readonly databaseUrl: string;
  readonly seed: number;
  readonly systems: number;
  /** Of all systems together. */
  readonly mutations: number;
};

/** Governed repositories with their people and live users, and two replicas that govern them. */
export type Town = {
  readonly github: LocalGitHub;
  readonly fleet: Fleet;
  readonly crews: readonly Crew[];
  readonly traffic: readonly Traffic[];
  close(): Promise<void>;
};

/** Two systems live in one repository: what moves the base of one voids nothing of the other. */
const SYSTEMS_TOGETHER = 2;

/** Live users of one system. */
const USERS = 1;

/** Everything is proposed when this resolves. */
export async function openTown(options: TownOptions): Promise<Town> {
  const random = randomFrom(options.seed);
  const folder = await mkdtemp(join(tmpdir(), "omega-town-"));
  const desks = desksOf(options);
  await write(folder, sealedFiles(desks.flat()));
  const github = await startLocalGitHub({ rateLimit: Number.MAX_SAFE_INTEGER });
  const { databaseUrl } = options;
  const fleet = await openFleet({ github, databaseUrl, sealedDirectory: folder, random });
  const crews: Crew[] = [];
  const traffic: Traffic[] = [];
  for (const [nth, together] of desks.entries()) {
    const crew = await openCrew({ github, fleet, random }, nth, together);
    crews.push(crew);
    for (const desk of together) traffic.push(await serve({ crew, desk, folder, fleet }));
  }
  return {
    github,
    fleet,
    crews,
    traffic,
    close: async () => {
      await Promise.all(traffic.map((one) => one.stop()));
      await fleet.stop();
      await github.close();
    },
  };
}

/** Systems by the repository that they are in. */
function desksOf({ systems, mutations }: TownOptions): readonly (readonly Desk[])[] {
  const words = Math.ceil(mutations / systems);
  const all = Array.from({ length: systems }, (_, nth) => ({ name: `desk-${nth}`, words }));
  const repositories = Math.ceil(systems / SYSTEMS_TOGETHER);
  return Array.from({ length: repositories }, (_, nth) =>
    all.slice(nth * SYSTEMS_TOGETHER, (nth + 1) * SYSTEMS_TOGETHER),
  );
}

async function openCrew(
  { github, fleet, random }: Pick<Town, "github" | "fleet"> & Pick<Crew, "random">,
  nth: number,
  desks: readonly Desk[],
): Promise<Crew> {
  const advance = nth % 2 === 0 ? "manual" : "automatic";
  const ground = await openGround(github, {
    owner: `acme-${nth}`,
    files: await deskFiles(desks, advance),
    webhookUrl: `${fleet.door.url}/api/github/webhooks`,
  });
  const proposed = await proposeAll(ground, desks.flatMap(planFor));
  return { ground, proposed, advance, random, asked: new Map(), givenAgain: 0 };
}

type Serving = {
  readonly crew: Crew;
  readonly desk: Desk;
  readonly folder: string;
  readonly fleet: Fleet;
};

async function serve({ crew, desk, folder, fleet }: Serving): Promise<Traffic> {
  const file = `${desk.name}-live.jsonl`;
  await write(folder, { [file]: liveItems(desk) });
  const { github, repository } = crew.ground;
  return startTraffic({
    appUrl: () => fleet.url(),
    gitHubToken: github.tokenFor(OPERATOR),
    repositoryId: repository.id,
    system: desk.name,
    items: join(folder, file),
    users: USERS,
  });
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}
