import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Hint } from "../../flows/intake/hint.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { translate } from "./translate.ts";

/** Probot, as far as it is needed here. */
export type Events = {
  onAny(listener: (event: { id: string; name: string; payload: unknown }) => Promise<void>): void;
};

export type Listening = {
  readonly appId: number;
  readonly clock: Clock;
  readonly log: Log;
  apply(guid: string, hints: readonly Hint[]): Promise<void>;
};

/** Every event that Probot receives becomes hints, and the hints complete its delivery. */
export function listenToEvents(events: Events, listening: Listening): void {
  events.onAny(async ({ id, name, payload }) => {
    const { appId, clock, log } = listening;
    const translated = translate(name, payload, { guid: id, at: clock.now(), appId });
    if (!translated.ok) {
      const reason_code: ReasonCode = "request-invalid";
      log.warn("a payload has another shape than documented", {
        reason_code,
        event: name,
        guid: id,
        detail: translated.refusal,
      });
    }
    await listening.apply(id, translated.ok ? translated.value : []);
  });
}
