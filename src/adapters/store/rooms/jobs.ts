import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { Jobs, KeptJob } from "../../../ports/store/jobs.ts";
import type { Database } from "../database.ts";
import { jobs } from "../tables/jobs.ts";

export function jobsIn(database: Database): Jobs {
  return {
    open: async (job) => {
      const { nonce, question, expiresAt } = job;
      const { repositoryId, pull } = job.key;
      await database
        .insert(jobs)
        .values({ nonce, repositoryId, pull, question, expiresAt, job, isClosed: false });
    },
    find: async (nonce) => {
      const [row] = await database.select().from(jobs).where(eq(jobs.nonce, nonce));
      return row && keptOf(row);
    },
    latest: async ({ repositoryId, pull }, question) => {
      const ofPull = and(eq(jobs.repositoryId, repositoryId), eq(jobs.pull, pull));
      const all = database
        .select()
        .from(jobs)
        .where(and(ofPull, eq(jobs.question, question)));
      const [row] = await all.orderBy(desc(jobs.expiresAt)).limit(1);
      return row && keptOf(row);
    },
    answer: async (nonce, answer) => {
      const isOpen = and(
        eq(jobs.nonce, nonce),
        eq(jobs.isClosed, false),
        isNull(jobs.answer),
        gt(jobs.expiresAt, answer.at),
      );
      const taken = await database.update(jobs).set({ answer }).where(isOpen).returning();
      return taken.length === 1;
    },
    close: async (nonce) => {
      await database.update(jobs).set({ isClosed: true }).where(eq(jobs.nonce, nonce));
    },
  };
}

function keptOf({ job, answer, isClosed }: typeof jobs.$inferSelect): KeptJob {
  return { ...job, isClosed, ...(answer === null ? {} : { answer }) };
}
