import type { Delivery } from "./delivery.ts";

export type Landing = Pick<
  Delivery,
  "statusCode" | "status" | "duration" | "responseHeaders" | "responseBody"
>;

/** GitHub gives a receiver ten seconds. */
const patience = 10_000;

function landingOf(statusCode: number, status: string, started: number): Landing {
  const duration = Math.round((performance.now() - started) / 10) / 100;
  return { statusCode, status, duration, responseHeaders: {}, responseBody: "" };
}

/** Never throws: a receiver that is away or slow is a recorded failure, as on GitHub. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Landing> {
  const started = performance.now();
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(url, { method: "POST", headers, body, signal });
    const responseBody = await response.text();
    const status = response.ok
      ? "OK"
      : response.statusText || `Invalid HTTP Response: ${response.status}`;
    return {
      ...landingOf(response.status, status, started),
      responseHeaders: Object.fromEntries(response.headers),
      responseBody,
    };
  } catch (fault) {
    const isSlow = fault instanceof Error && fault.name === "TimeoutError";
    return isSlow
      ? landingOf(504, "timed out", started)
      : landingOf(502, "failed to connect to host", started);
  }
}

export const lost: Landing = {
  statusCode: 502,
  status: "failed to connect to host",
  duration: 0,
  responseHeaders: {},
  responseBody: "",
};
