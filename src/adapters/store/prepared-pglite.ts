import {
  type messages,
  parse,
  type ParserOptions,
  PGlite,
  protocol,
  type QueryOptions,
  type Results,
  type Transaction,
  TransactionAbortedError,
} from "@electric-sql/pglite";

const { serialize } = protocol;
const { CommandCompleteMessage, RowDescriptionMessage } = protocol.messages;

/** Statements kept prepared; lists of any length make texts without end. */
const MOST_PREPARED = 256;

/**
 * Uses after which a statement is planned anew. The enemy is the plan of an empty table: nothing here
 * tells the planner that a table has grown, and a kept plan would read a million rows one by one.
 */
const USES_OF_A_PLAN = 500;

type Prepared = {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  /** Names and types of the columns, which the server tells once; none where nothing is returned. */
  readonly columns: readonly messages.RowDescriptionMessage[];
  usesLeft: number;
};

/** How a value goes that the driver knows no type of. */
const asText: PGlite["serializers"][number] = (value: string | number) => String(value);

/**
 * The embedded database with what transactions ask kept prepared. The driver's own query crosses
 * into WebAssembly six times, its own beginning and end twice each, and a text is parsed each time;
 * this crosses once for each, and once for a text that came before. Results, errors and what a
 * transaction keeps are as the driver has them.
 */
export class PreparedPGlite extends PGlite {
  readonly #prepared = new Map<string, Prepared>();
  #named = 0;

  override async transaction<Value>(work: (tx: Transaction) => Promise<Value>): Promise<Value> {
    // oxlint-disable no-underscore-dangle -- how the driver's own transactions look and lock
    await this._checkReady();
    return this._runExclusiveTransaction(async () => {
      // oxlint-enable no-underscore-dangle
      await this.#order("BEGIN");
      const tx = this.#open();
      try {
        const value = await work(tx);
        if (!tx.closed) await tx.commit();
        return value;
      } catch (fault) {
        if (!tx.closed) await tx.rollback();
        throw fault;
      }
    });
  }

  #open(): Transaction & { commit(): Promise<void> } {
    let closed = false;
    const whileOpen = <Value>(ask: () => Promise<Value>): Promise<Value> => {
      if (closed) throw new Error("the transaction is closed");
      return this.runExclusive(ask);
    };
    const end = (order: string) =>
      whileOpen(() => {
        closed = true;
        return this.#order(order);
      });
    const tx = {
      query: async <Row>(text: string, values: unknown[] = [], options: QueryOptions = {}) =>
        whileOpen(() => this.#run<Row>([text, values], options)),
      sql: async <Row>(parts: TemplateStringsArray, ...values: unknown[]) =>
        tx.query<Row>(
          parts.reduce((text, part, at) => `${text}$${at}${part}`),
          values,
        ),
      exec: async (script: string, options?: QueryOptions) =>
        whileOpen(async () => parse.parseResults(await this.#order(script), this.parsers, options)),
      listen: (channel: string, hear: (payload: string) => void) => this.listen(channel, hear, tx),
      commit: async () => {
        const told = await end("COMMIT");
        // Something had failed, and whoever asked went on nevertheless.
        if (told.some((one) => one instanceof CommandCompleteMessage && one.text === "ROLLBACK")) {
          throw new TransactionAbortedError();
        }
      },
      rollback: async () => void (await end("ROLLBACK")),
      get closed() {
        return closed;
      },
    };
    return tx;
  }

  #order(script: string): ReturnType<PGlite["execProtocolStream"]> {
    return this.#say([serialize.query(script)]);
  }

  async #run<Row>(
    [text, values]: readonly [string, readonly unknown[]],
    { parsers, ...options }: QueryOptions,
  ): Promise<Results<Row>> {
    const statement = await this.#statementOf(text);
    statement.usesLeft -= 1;
    const bound = values.map((value, at) => this.#wireFormOf(value, statement.parameterTypes[at]));
    const answered = await this.#say([
      serialize.bind({ statement: statement.name, values: bound }),
      serialize.execute({}),
      serialize.sync(),
    ]);
    const told = [...statement.columns, ...answered];
    const [results] = parse.parseResults(told, this.#parsersOf(statement, parsers), options);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whoever asks names the row, as with the driver
    return results as Results<Row>;
  }

  #statementOf(text: string): Prepared | Promise<Prepared> {
    const known = this.#prepared.get(text);
    if (known !== undefined && known.usesLeft > 0) return known;
    const [oldest] = this.#prepared.size < MOST_PREPARED ? [] : this.#prepared.keys();
    return this.#prepare(text, known === undefined ? oldest : text);
  }

  async #prepare(text: string, inPlaceOf: string | undefined): Promise<Prepared> {
    const name = `omega_${(this.#named += 1)}`;
    const told = await this.#say([
      ...this.#forget(inPlaceOf),
      serialize.parse({ name, text }),
      serialize.describe({ type: "S", name }),
      serialize.sync(),
    ]);
    const statement = {
      name,
      parameterTypes: parse.parseDescribeStatementResults(told),
      columns: told.filter((message) => message instanceof RowDescriptionMessage),
      usesLeft: USES_OF_A_PLAN,
    };
    this.#prepared.set(text, statement);
    return statement;
  }

  #forget(text = ""): readonly Uint8Array[] {
    const statement = this.#prepared.get(text);
    if (statement === undefined) return [];
    this.#prepared.delete(text);
    return [serialize.close({ type: "S", name: statement.name })];
  }

  /** Of the columns' types only: the driver would copy all of some three hundred for every answer. */
  #parsersOf({ columns }: Prepared, own: ParserOptions = {}): PGlite["parsers"] {
    const types = columns.flatMap(({ fields }) => fields.map(({ dataTypeID }) => dataTypeID));
    return Object.fromEntries(
      types.flatMap((type) => {
        const parser = own[type] ?? this.parsers[type];
        return parser === undefined ? [] : [[type, parser]];
      }),
    );
  }

  #wireFormOf(value: unknown, type = 0): string | null {
    if (value === null || value === undefined) return null;
    return (this.serializers[type] ?? asText)(value);
  }

  #say(messages: readonly Uint8Array[]): ReturnType<PGlite["execProtocolStream"]> {
    return this.execProtocolStream(Buffer.concat(messages), { syncToFs: false });
  }
}
