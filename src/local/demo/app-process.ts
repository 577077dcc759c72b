import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { PROGRAM } from "./program.ts";

const READY_WITHIN = 60_000;

export type AppProcess = {
  readonly url: string;
  readonly pid: number;
  /** Asks it to finish what it does and waits for its end. */
  stop(): Promise<void>;
  /** `kill -9`: no warning, no clean-up, as a power cut of the process. */
  kill(): Promise<void>;
};

export type AppSettings = {
  /** The built program, for who does not run where it was built. */
  readonly program?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Every line the app logs. */
  readonly onLog?: (line: string) => void;
};

/**
 * Starts the product as its users do, `omega serve`, with nothing but its documented environment.
 * Resolves when it says that it listens.
 */
export async function startApp(settings: AppSettings): Promise<AppProcess> {
  const child = spawn(process.execPath, [settings.program ?? PROGRAM, "serve"], {
    env: { PATH: process.env["PATH"] ?? "", HOST: "127.0.0.1", PORT: "0", ...settings.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await readyUrl(child, settings);
  return {
    url,
    pid: child.pid ?? 0,
    stop: () => end(child, ended, "SIGTERM"),
    kill: () => end(child, ended, "SIGKILL"),
  };
}

async function end(
  child: ChildProcess,
  ended: Promise<void>,
  signal: NodeJS.Signals,
): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await ended;
}

function readyUrl(child: ChildProcess, settings: AppSettings): Promise<string> {
  return new Promise((resolve, reject) => {
    const seen: string[] = [];
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the app was not ready in time:\n${seen.join("\n")}`));
    }, READY_WITHIN);
    const listen = (line: string): void => {
      settings.onLog?.(line);
      if (seen.length < 50) seen.push(line);
      const url = /listening on (http:\/\/[^\s"]+)/.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", listen);
    }
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the app ended with ${code} before it was ready:\n${seen.join("\n")}`));
    });
  });
}
