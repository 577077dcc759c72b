import { appRoute } from "../apps/app-routes.ts";
import type { Json } from "../accounts/present-account.ts";
import { notFound, ok } from "../http/reply.ts";
import { numberParam, type Route } from "../http/route.ts";
import type { Delivery } from "./delivery.ts";
import { timestamp } from "../http/timestamp.ts";

function presentRow(delivery: Delivery): Json {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: timestamp(delivery.deliveredAt),
    redelivery: delivery.isRedelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action ?? null,
    installation_id: delivery.installationId ?? null,
    repository_id: delivery.repositoryId ?? null,
    throttled_at: null,
  };
}

function presentDelivery(delivery: Delivery): Json {
  return {
    ...presentRow(delivery),
    url: delivery.url,
    request: { headers: delivery.requestHeaders, payload: delivery.payload },
    response: { headers: delivery.responseHeaders, payload: delivery.responseBody },
  };
}

/** Newest first, and paged by a cursor rather than by page numbers. */
const list = appRoute({
  method: "GET",
  path: "/app/hook/deliveries",
  answer: ({ world, query }) => {
    const size = Math.min(100, Math.max(1, Number(query["per_page"] ?? 30) || 30));
    const before = Number(query["cursor"] ?? Number.POSITIVE_INFINITY);
    const all = world.deliveries.log.toReversed().filter((one) => one.id < before);
    const wanted = all.filter((one) => {
      const isFailure = one.statusCode >= 400 || one.statusCode === 0;
      return query["status"] === undefined || (query["status"] === "failure") === isFailure;
    });
    const shown = wanted.slice(0, size);
    const last = shown.at(-1);
    const more = last !== undefined && wanted.length > size;
    const next = new URLSearchParams({ ...query, cursor: String(last?.id) }).toString();
    const link = `<${world.url}/api/v3/app/hook/deliveries?${next}>; rel="next"`;
    return { ...ok(shown.map(presentRow)), ...(more ? { headers: { link } } : {}) };
  },
});

const get = appRoute({
  method: "GET",
  path: "/app/hook/deliveries/{delivery_id}",
  answer: (visit) => {
    const id = numberParam(visit, "delivery_id");
    const found = visit.world.deliveries.log.find((one) => one.id === id);
    return found === undefined ? notFound() : ok(presentDelivery(found));
  },
});

const redeliver = appRoute({
  method: "POST",
  path: "/app/hook/deliveries/{delivery_id}/attempts",
  answer: (visit, app) => {
    const id = numberParam(visit, "delivery_id");
    const found = visit.world.deliveries.log.find((one) => one.id === id);
    if (found === undefined) return notFound();
    visit.world.deliveries.redeliver(app, found);
    return { status: 202, body: {} };
  },
});

const config = appRoute({
  method: "GET",
  path: "/app/hook/config",
  answer: (_visit, app) =>
    ok({ content_type: "json", insecure_ssl: "0", secret: "********", url: app.webhookUrl ?? "" }),
});

export const deliveryRoutes: readonly Route[] = [list, get, redeliver, config];
