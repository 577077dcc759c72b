import {
  type messages,
  parse,
  type ParserOptions,
  PGlite,
  protocol,
  type QueryOptions,
  type Results,
  type Transaction,
} from "@electric-sql/pglite";

const { serialize } = protocol;
const { RowDescriptionMessage } = protocol.messages;

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
 * into WebAssembly six times and has its text parsed each time; this crosses once for a text that
 * came before. Results, errors and what a transaction keeps are the driver's.
 */
export class PreparedPGlite extends PGlite {
  readonly #prepared = new Map<string, Prepared>();
  #named = 0;

  override transaction<Value>(work: (tx: Transaction) => Promise<Value>): Promise<Value> {
    return super.transaction((tx) =>
      work({
        query: async <Row>(text: string, values: unknown[] = [], options: QueryOptions = {}) => {
          if (tx.closed) throw new Error("the transaction is closed");
          return this.runExclusive(() => this.#run<Row>([text, values], options));
        },
        sql: (strings, ...values) => tx.sql(strings, ...values),
        exec: (script, options) => tx.exec(script, options),
        rollback: () => tx.rollback(),
        listen: (channel, hear) => tx.listen(channel, hear),
        get closed() {
          return tx.closed;
        },
      }),
    );
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
