import { and, asc, count, eq, or, ne, sql } from "drizzle-orm";
import type { EpochState, Evidence, Pair } from "../../../ports/store/evidence.ts";
import type { Database } from "../database.ts";
import { isAnyOf } from "../many.ts";
import { ofSystem } from "../of-system.ts";
import { readCaution } from "../read-caution.ts";
import { cases, epochTests, epochs } from "../tables/evidence.ts";

const FIRST_EPOCH = 1;

/** PostgreSQL takes 65,535 parameters in one statement; a case needs four. */
const CASES_PER_INSERT = 1_000;

export function evidenceIn(database: Database): Evidence {
  return {
    cases: (artifact, suite, items) =>
      database
        .select()
        .from(cases)
        .where(
          and(
            eq(cases.artifact, artifact),
            eq(cases.suite, suite),
            items && isAnyOf(cases.item, items),
          ),
        )
        .orderBy(asc(cases.item)),
    saveCases: async (records) => {
      for (let from = 0; from < records.length; from += CASES_PER_INSERT) {
        const some = records.slice(from, from + CASES_PER_INSERT);
        await database.insert(cases).values(some).onConflictDoNothing();
      }
    },
    epoch: async (pair) => stateOf(database, pair, await epochNumber(database, pair)),
    openEpoch: async ({ repositoryId, system }) => {
      const [row] = await database
        .insert(epochs)
        .values({ repositoryId, system, epoch: FIRST_EPOCH + 1 })
        .onConflictDoUpdate({
          target: [epochs.repositoryId, epochs.system],
          set: { epoch: sql`${epochs.epoch} + 1` },
        })
        .returning();
      if (row === undefined) throw new Error("an epoch that was just opened is not there");
      return row.epoch;
    },
    spendTest: (pair) => spendTest(database, pair),
    countAccept: async (pair) => {
      const epoch = await epochNumber(database, pair);
      await database.update(epochTests).set({ accepted: true }).where(ofPair(pair, epoch));
    },
  };
}

async function epochNumber(database: Database, pair: Pair): Promise<number> {
  const [row] = await database.select().from(epochs).where(ofSystem(epochs, pair));
  return row?.epoch ?? FIRST_EPOCH;
}

async function spendTest(database: Database, pair: Pair): Promise<EpochState> {
  const { repositoryId, system, before, after } = pair;
  await database
    .insert(epochs)
    .values({ repositoryId, system, epoch: FIRST_EPOCH })
    .onConflictDoNothing();
  // Two pairs that query at once take turns, or both would be given the same place.
  const [row] = await database.select().from(epochs).where(ofSystem(epochs, pair)).for("update");
  const epoch = row?.epoch ?? FIRST_EPOCH;
  const state = await stateOf(database, pair, epoch);
  if (state.placeOfPair !== undefined) return state;
  const place = state.testsSpent + 1;
  await database
    .insert(epochTests)
    .values({ repositoryId, system, epoch, before, after, place, accepted: false });
  return { ...state, testsSpent: place, placeOfPair: place };
}

async function stateOf(database: Database, pair: Pair, epoch: number): Promise<EpochState> {
  const inEpoch = and(ofSystem(epochTests, pair), eq(epochTests.epoch, epoch));
  const [spent] = await database.select({ tests: count() }).from(epochTests).where(inEpoch);
  const [won] = await database
    .select({ accepts: count() })
    .from(epochTests)
    // Its own accept would lower the bar of a pair that is looked at again.
    .where(and(inEpoch, eq(epochTests.accepted, true), ofAnother(pair)));
  const [own] = await database.select().from(epochTests).where(ofPair(pair, epoch));
  return {
    epoch,
    testsSpent: spent?.tests ?? 0,
    accepts: won?.accepts ?? 0,
    ...(own === undefined ? {} : { placeOfPair: own.place }),
    ...(await readCaution(database, pair)),
  };
}

function ofAnother(pair: Pair) {
  return or(ne(epochTests.before, pair.before), ne(epochTests.after, pair.after));
}

function ofPair(pair: Pair, epoch: number) {
  return and(
    ofSystem(epochTests, pair),
    eq(epochTests.epoch, epoch),
    eq(epochTests.before, pair.before),
    eq(epochTests.after, pair.after),
  );
}
