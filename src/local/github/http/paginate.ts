import type { Reply } from "./reply.ts";
import type { Visit } from "./route.ts";

type Listing<Item> = {
  readonly items: readonly Item[];
  readonly present: (item: Item) => unknown;
  /** For listings in an envelope: `{total_count, check_runs: [...]}`. */
  readonly wrap?: (page: readonly unknown[], total: number) => unknown;
};

function bounded(text: string | undefined, fallback: number, most: number): number {
  const number = Number(text ?? fallback);
  return Number.isInteger(number) && number >= 1 ? Math.min(number, most) : fallback;
}

function linkHeader(
  visit: Pick<Visit, "world" | "path" | "query">,
  page: number,
  last: number,
): string {
  const to = (number: number, rel: string): string => {
    const query = new URLSearchParams({ ...visit.query, page: String(number) });
    return `<${visit.world.url}/api/v3${visit.path}?${query.toString()}>; rel="${rel}"`;
  };
  const back = page > 1 ? [to(page - 1, "prev")] : [];
  const on = page < last ? [to(page + 1, "next"), to(last, "last")] : [];
  return [...back, ...on, ...(page > 1 ? [to(1, "first")] : [])].join(", ");
}

/** One page of a listing with GitHub's Link header; 30 per page unless asked, 100 at most. */
export function paginate<Item>(
  visit: Pick<Visit, "world" | "path" | "query">,
  listing: Listing<Item>,
): Reply {
  const perPage = bounded(visit.query["per_page"], 30, 100);
  const page = bounded(visit.query["page"], 1, Number.MAX_SAFE_INTEGER);
  const total = listing.items.length;
  const shown = listing.items.slice((page - 1) * perPage, page * perPage).map(listing.present);
  const last = Math.max(1, Math.ceil(total / perPage));
  const link = linkHeader(visit, page, last);
  return {
    status: 200,
    body: listing.wrap === undefined ? shown : listing.wrap(shown, total),
    ...(link === "" ? {} : { headers: { link } }),
  };
}
