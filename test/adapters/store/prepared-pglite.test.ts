import { PGlite, type Transaction } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PreparedPGlite } from "../../../src/adapters/store/prepared-pglite.ts";

const TABLE = `CREATE TABLE kept (
  id int PRIMARY KEY, text text, large bigint, share double precision, fact boolean,
  record jsonb, bytes bytea, words text[], at timestamptz
)`;

const INSERT = "INSERT INTO kept VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const SELECT = "SELECT * FROM kept WHERE id = ANY($1) ORDER BY id";

const ROWS = [
  [
    1,
    "a 'quoted' €",
    9_007_199_254_740_993n,
    0.1,
    true,
    { deep: [1, null] },
    Buffer.from([0, 255]),
  ],
  [2, "", -1, -0.5, false, null, Buffer.alloc(0)],
].map((row, at) => [...row, at === 0 ? ["x", "y,z"] : null, new Date(1e12)]);

let driver: PGlite;
let prepared: PreparedPGlite;

beforeAll(async () => {
  [driver, prepared] = [new PGlite(), new PreparedPGlite()];
  for (const client of [driver, prepared]) await client.exec(TABLE);
});
afterAll(() => Promise.all([driver.close(), prepared.close()]));

/** What is prepared on the server, besides what this query itself leaves there. */
async function statements(): Promise<readonly string[]> {
  const { rows } = await prepared.query<{ statement: string }>(
    "SELECT statement FROM pg_prepared_statements",
  );
  return rows.map(({ statement }) => statement);
}

describe("a statement that stays prepared", () => {
  it("stores and answers what the driver does, for every type, the first time and again", async () => {
    const ask = async (client: PGlite) =>
      client.transaction(async (tx) => {
        const written = [];
        for (const row of ROWS) written.push(await tx.query(INSERT, row));
        const asObjects = await tx.query(SELECT, [[1, 2]]);
        const asRows = await tx.query(SELECT, [[2]], { rowMode: "array" });
        const ownParser = { parsers: { 20: (told: string) => `<${told}>` } };
        const parsed = await tx.query("SELECT large FROM kept ORDER BY id", [], ownParser);
        const gone = await tx.query("DELETE FROM kept WHERE id > $1", [5]);
        return { written, asObjects, asRows, parsed, gone };
      });

    expect(await ask(prepared)).toEqual(await ask(driver));
    expect(await statements()).toContain(SELECT);
  });

  it.each<[string, readonly unknown[]]>([
    ["a byte of nought", [10, "nought\0"]],
    ["half a character", [11, "\ud800"]],
    ["five million characters", [12, "x".repeat(5_000_000)]],
    ["a word for a number", ["ten", "text"]],
    ["too few values", [13]],
    ["nothing", [14, undefined]],
  ])("takes or refuses %s as the driver does", async (_, values) => {
    const ask = (client: PGlite) =>
      client
        .transaction((tx) =>
          tx.query("INSERT INTO kept VALUES ($1, $2) RETURNING text", [...values]),
        )
        .then(({ rows }) => rows)
        .catch(({ code }: { code?: string }) => code);

    expect(await ask(prepared)).toEqual(await ask(driver));
  });

  it("serves many at once, and undoes those alone that fail", async () => {
    const given = Array.from({ length: 60 }, (_, nth) => 100 + nth);
    const done = given.map((id) =>
      prepared.transaction(async (tx) => {
        await tx.query("INSERT INTO kept VALUES ($1)", [id]);
        if (id % 7 === 0) throw new Error("changed my mind");
      }),
    );
    await Promise.allSettled(done);

    const { rows } = await prepared.query<{ id: number }>(
      "SELECT id FROM kept WHERE id >= 100 ORDER BY id",
    );
    expect(rows.map(({ id }) => id)).toEqual(given.filter((id) => id % 7 !== 0));
  });

  it("fails with the server's code, undoes the transaction, and serves the next one", async () => {
    const twice = prepared.transaction((tx) => tx.query(INSERT, ROWS[0]));
    await expect(twice).rejects.toMatchObject({ code: "23505" });

    const three = [3, ...(ROWS[1]?.slice(1) ?? [])];
    await prepared.transaction((tx) => tx.query(INSERT, three));
    const { rows } = await prepared.transaction((tx) => tx.query(SELECT, [[1, 3]]));
    expect(rows).toHaveLength(2);
  });

  it("leaves nothing behind that was not understood", async () => {
    const nonsense = (tx: Transaction) => tx.query("SELECT nothing FROM nowhere");
    await expect(prepared.transaction(nonsense)).rejects.toMatchObject({ code: "42P01" });
    await expect(prepared.transaction(nonsense)).rejects.toMatchObject({ code: "42P01" });
  });

  it("is refused once its transaction is over", async () => {
    let left: Transaction | undefined;
    await prepared.transaction(async (tx) => (left = tx));
    await expect(left?.query(SELECT, [[1]])).rejects.toThrow("closed");
  });

  it("is planned anew after so many uses, because its table may have grown", async () => {
    const ask = "SELECT count(*) FROM kept WHERE id = $1";
    const nameAfter = async (uses: number) => {
      await prepared.transaction(async (tx) => {
        for (let nth = 0; nth < uses; nth += 1) await tx.query(ask, [nth]);
      });
      const named = "SELECT name FROM pg_prepared_statements WHERE statement = $1";
      return (await prepared.query<{ name: string }>(named, [ask])).rows;
    };
    const first = await nameAfter(1);
    expect(first).toHaveLength(1);
    expect(await nameAfter(499)).toEqual(first);
    const second = await nameAfter(1);
    expect(second).toHaveLength(1);
    expect(second).not.toEqual(first);
  });

  it("is undone with its transaction where a failure was passed over", async () => {
    const passedOver = prepared.transaction(async (tx) => {
      await tx.query("DELETE FROM kept");
      await tx.query("SELECT 1 / 0").catch(() => {});
    });
    await expect(passedOver).rejects.toThrow("rolled back instead of committed");
    expect((await prepared.query("SELECT id FROM kept")).rows).not.toEqual([]);
  });

  it("is written in any of the driver's ways", async () => {
    const found = await prepared.transaction(async (tx) => {
      const [script] = await tx.exec("UPDATE kept SET text = 'new' WHERE id = 1; SELECT 1");
      const asTemplate = await tx.sql<{ text: string }>`SELECT text FROM kept WHERE id = ${1}`;
      await tx.rollback();
      return { affected: script?.affectedRows, rows: asTemplate.rows };
    });
    expect(found).toEqual({ affected: 1, rows: [{ text: "new" }] });
    const { rows } = await prepared.query("SELECT 1 FROM kept WHERE text = 'new'");
    expect(rows).toEqual([]);
  });

  it("gives way to others before there are too many", async () => {
    await prepared.transaction(async (tx) => {
      for (let nth = 0; nth < 400; nth += 1) await tx.query(`SELECT ${nth} AS nth`);
      // One that had to go is prepared again.
      expect((await tx.query("SELECT 0 AS nth")).rows).toEqual([{ nth: 0 }]);
    });
    expect((await statements()).length).toBeLessThanOrEqual(256);
  });
});
