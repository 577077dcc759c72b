/** One attempt to reach the app's webhook, as GitHub keeps it for redelivery. */
export type Delivery = {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
  readonly isRedelivery: boolean;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly deliveredAt: Date;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly statusCode: number;
  readonly status: string;
  /** Seconds. */
  readonly duration: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
};

/** What `deliveries.onDelivery` shows before the request leaves. */
export type OutgoingDelivery = {
  readonly event: string;
  readonly action: string | undefined;
  readonly guid: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
};
