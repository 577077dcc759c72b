import { sealedName } from "../../core/custody/parse-seal.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { refused, type Result } from "../../core/kernel/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type {
  SealedPlace,
  SealedRefusal,
  SealedRepositories,
  SealedSuites,
} from "../../ports/sealed-suites.ts";
import { MOST_SEALED_BYTES } from "../../core/custody/sealed-files.ts";
import { refusalOf } from "./answer-status.ts";
import type { Clients } from "./clients.ts";
import { Lru } from "./lru.ts";
import { isReadBy, readSecret } from "./read-secrecy.ts";
import { readSealedFiles } from "./read-sealed-files.ts";

/** Two suites of the largest size with their custody, or many of any usual one. */
const KEPT_BYTES = 4 * MOST_SEALED_BYTES;

/** How long a glance is good for, in milliseconds: quarantined changes are looked at every few seconds. */
const GLANCE = 5 * 60_000;

type Glance = { readonly at: Instant; readonly digest: Digest | undefined };

type Reading = {
  readonly clients: Clients;
  /** Of their own, so that no governed repository is ever answered from them. */
  readonly blobs: Lru<Uint8Array>;
};

/** Sealed suites in private repositories, read with the token of the governed repository's installation. */
export function openSealedRepositories(clients: Clients, clock: Clock): SealedRepositories {
  const reading: Reading = { clients, blobs: new Lru(KEPT_BYTES) };
  const glances = new Map<string, Glance>();
  return {
    open: (place, authors) => readPlace(reading, place, authors),
    glance: async (place, known) => {
      const key = JSON.stringify(place);
      const held = glances.get(key);
      const isFresh = held !== undefined && clock.now() - held.at < GLANCE;
      if (isFresh && held.digest === known) return known;
      const digest = await nameAt(reading, place, known).catch(() => known);
      glances.set(key, { at: clock.now(), digest });
      return digest;
    },
  };
}

async function nameAt(
  reading: Reading,
  place: SealedPlace,
  known: Digest | undefined,
): Promise<Digest | undefined> {
  const opened = await readPlace(reading, place, []);
  if (!opened.ok) return undefined;
  const [suite, seal] = await Promise.all([
    opened.value.load(place.ref),
    opened.value.loadSeal?.(place.ref),
  ]);
  return sealedName({ suite, seal }, known);
}

/** What GitHub refuses for good is a value that holds the evaluation; anything else is tried again. */
async function readPlace(
  reading: Reading,
  place: SealedPlace,
  authors: readonly string[],
): Promise<Result<SealedSuites, SealedRefusal>> {
  try {
    return await readThere(reading, place, authors);
  } catch (fault) {
    if (refusalOf(fault) === undefined) throw fault;
    return refused("sealed-repository-unreadable");
  }
}

async function readThere(
  { clients, blobs }: Reading,
  place: SealedPlace,
  authors: readonly string[],
): Promise<Result<SealedSuites, SealedRefusal>> {
  const [owner = "", repo = ""] = place.repository.split("/");
  const named = { octokit: await clients(place.installation), name: { owner, repo } };
  const branch = await readSecret(named, place);
  if (!branch.ok) return branch;
  if (await isReadBy(named, authors)) return refused("sealed-readable-by-author");
  return readSealedFiles({ ...named, blobs }, place, branch.value);
}
