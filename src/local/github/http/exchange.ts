/** A request that matched a route, before anything was done about it. */
export type Arrival = {
  readonly method: string;
  /** Without `/api/v3` and without the query. */
  readonly path: string;
  /** The path template of the published API description. */
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  /** Login of the account behind the token (an app's bot included), or `app`, or `anonymous`. */
  readonly actor: string;
};

export type Exchange = Arrival & {
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
};
