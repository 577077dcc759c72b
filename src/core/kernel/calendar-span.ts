import { parseDuration } from "./duration.ts";

/** Years, months and weeks, and what is left of it. */
const SPAN = /^P(?!$)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(.*)$/;

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** The shortest and the longest month, a year's worth of them included: 365 to 366 days. */
const FEWEST_DAYS = 365 / 12;
const MOST_DAYS = 366 / 12;
/** What a few months may be off from their share of a year. */
const UNEVEN_DAYS = 3;

/** An ISO 8601 span whose months have no fixed length. */
type CalendarSpan = { readonly months: number; readonly fixedMs: number };

/**
 * True where one span is at least as long as another on every day it may begin; false also where
 * either is no ISO 8601 span, since what nobody can read is no promise.
 */
export function isAtLeastAsLong(span: string, other: string): boolean {
  const [longer, shorter] = [spanOf(span), spanOf(other)];
  if (longer === undefined || shorter === undefined) return false;
  const isMoreOfBoth = longer.months >= shorter.months && longer.fixedMs >= shorter.fixedMs;
  return isMoreOfBoth || leastMs(longer) >= mostMs(shorter);
}

function spanOf(text: string): CalendarSpan | undefined {
  const [, years, months, weeks, rest] = SPAN.exec(text) ?? [];
  if (rest === undefined) return undefined;
  const fixed = rest === "" ? 0 : parseDuration(`P${rest}`);
  if (fixed === undefined) return undefined;
  const amount = (digits: string | undefined): number => Number(digits ?? 0);
  return { months: 12 * amount(years) + amount(months), fixedMs: fixed + amount(weeks) * WEEK };
}

function leastMs({ months, fixedMs }: CalendarSpan): number {
  const uneven = months % 12 === 0 ? 0 : UNEVEN_DAYS;
  return fixedMs + Math.floor(months * FEWEST_DAYS - uneven) * DAY;
}

function mostMs({ months, fixedMs }: CalendarSpan): number {
  const uneven = months % 12 === 0 ? 0 : UNEVEN_DAYS;
  return fixedMs + Math.ceil(months * MOST_DAYS + uneven) * DAY;
}
