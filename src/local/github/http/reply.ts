import { presentGap, type Gap } from "./gap.ts";

/** What a route answers. `raw` replaces the JSON body where a client asked for the bare content. */
export type Reply = {
  readonly status: number;
  readonly body?: unknown;
  readonly raw?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
};

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function created(body: unknown): Reply {
  return { status: 201, body };
}

export function noContent(): Reply {
  return { status: 204 };
}

export function refused(status: number, message: string): Reply {
  return { status, body: { message } };
}

export function notFound(): Reply {
  return refused(404, "Not Found");
}

/** 422 with GitHub's list of what is wrong where. */
export function invalid(...gaps: readonly Gap[]): Reply {
  return { status: 422, body: { message: "Validation Failed", errors: gaps.map(presentGap) } };
}
