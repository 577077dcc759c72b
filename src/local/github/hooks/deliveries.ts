import { randomUUID } from "node:crypto";
import type { App } from "../apps/app.ts";
import type { ActiveFaults } from "../http/faults.ts";
import type { Delivery, OutgoingDelivery } from "./delivery.ts";
import { lost, post, type Landing } from "./post-delivery.ts";
import { signDelivery } from "./sign-delivery.ts";

export type DeliveryDraft = {
  readonly app: App;
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly isRedelivery: boolean;
};

type Setting = {
  readonly now: () => Date;
  readonly nextId: () => number;
  readonly faults: ActiveFaults;
};

type Observer = (delivery: OutgoingDelivery) => void;
type Attempt = {
  readonly id: number;
  readonly at: Date;
  readonly landing: Landing;
  readonly headers: Readonly<Record<string, string>>;
};

function recordOf(draft: DeliveryDraft, attempt: Attempt): Delivery {
  const { app, ...rest } = draft;
  return {
    ...rest,
    ...attempt.landing,
    id: attempt.id,
    deliveredAt: attempt.at,
    url: app.webhookUrl ?? "",
    requestHeaders: attempt.headers,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** One queue per GitHub: deliveries leave in order, are recorded, and are never retried. */
export class Deliveries {
  /** Every attempt, oldest first. */
  readonly log: Delivery[] = [];
  readonly #setting: Setting;
  readonly #observers = new Set<Observer>();
  readonly #strays = new Set<Promise<void>>();
  #queue: Promise<void> = Promise.resolve();
  #late: DeliveryDraft[] = [];

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** Shows every delivery as it leaves, lost ones excepted. Returns how to stop. */
  onDelivery(observer: Observer): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  send(draft: Omit<DeliveryDraft, "guid" | "isRedelivery">): void {
    this.#enqueue({ ...draft, guid: randomUUID(), isRedelivery: false });
  }

  redeliver(app: App, delivery: Delivery): void {
    this.#enqueue({ ...delivery, app, isRedelivery: true });
  }

  /** Resolves once everything that was queued has been attempted. */
  async settled(): Promise<void> {
    let seen: Promise<void> | undefined;
    while (seen !== this.#queue) {
      seen = this.#queue;
      await seen;
    }
    await Promise.all(this.#strays);
    await this.#attemptLate();
  }

  #enqueue(draft: DeliveryDraft): void {
    this.#queue = this.#queue.then(() => this.#perform(draft));
  }

  async #perform(draft: DeliveryDraft): Promise<void> {
    const fault = this.#setting.faults.takeDeliveryFault(draft);
    if (fault?.kind === "reordered") {
      this.#late.push(draft);
      return;
    }
    if (fault?.kind === "delayed") {
      const stray = pause(fault.ms).then(() => this.#attempt(draft));
      this.#strays.add(stray);
      void stray.finally(() => this.#strays.delete(stray));
      return;
    }
    await this.#attempt(draft, fault?.kind === "lost");
    if (fault?.kind === "duplicated") await this.#attempt(draft);
    await this.#attemptLate();
  }

  async #attemptLate(): Promise<void> {
    const waiting = this.#late;
    this.#late = [];
    for (const draft of waiting) await this.#attempt(draft);
  }

  async #attempt(draft: DeliveryDraft, isLost = false): Promise<void> {
    const body = JSON.stringify(draft.payload);
    const headers = signDelivery(draft, body);
    const { event, action, guid, payload } = draft;
    if (!isLost) {
      for (const observe of this.#observers) observe({ event, action, guid, payload, headers });
    }
    const url = draft.app.webhookUrl;
    const at = this.#setting.now();
    const landing = isLost || url === undefined ? lost : await post(url, headers, body);
    this.log.push(recordOf(draft, { id: this.#setting.nextId(), at, landing, headers }));
  }
}
