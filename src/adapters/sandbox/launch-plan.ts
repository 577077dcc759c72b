import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** How a child is started: always without a shell, and with nothing of our environment. */
export type LaunchPlan = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, never>>;
  /** Who it is to the kernel, where the app itself is root: file rights and limits then hold. */
  readonly identity?: { readonly uid: number; readonly gid: number };
  /** Whether the walls say on a pipe of their own that they stand (`STATUS_FD`). */
  readonly reports?: true;
};

/** Where bubblewrap writes what it did; the child itself does not get this one. */
export const STATUS_FD = 3;

const NODE_ARGS: readonly string[] = ["--max-old-space-size=64", "--no-warnings"];

/** Its name lost a prefix between the versions that this project runs on. */
const PERMISSION = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

/** Bytes of the only place that a wrapped child may write to; the default would be half the memory. */
export const TMP_BYTES = "16777216";

export const NAMESPACES: readonly string[] =
  "--unshare-all --unshare-user --disable-userns --die-with-parent --new-session --cap-drop ALL".split(
    " ",
  );

/** Mounted before what is readable: an app that itself lives below /tmp would be hidden otherwise. */
export const PLACES: readonly string[] =
  `--proc /proc --dev /dev --size ${TMP_BYTES} --tmpfs /tmp --clearenv --uid 65534 --gid 65534`.split(
    " ",
  );

/** The built child: beside this module, or in `dist` when the sources themselves are run. */
export function childPath(): string {
  const isSource = import.meta.url.endsWith(".ts");
  const built = isSource ? "../../../dist/adapters/sandbox/child.js" : "./child.js";
  return fileURLToPath(new URL(built, import.meta.url));
}

/**
 * Without namespaces the runtime's own permissions are a belt, not a wall: no files but the child's
 * own, no other processes. They keep nobody from the network.
 */
export function plainLaunch(child: string): LaunchPlan {
  const readable = [join(dirname(child), "*"), join(engineFolder(), "*"), ...manifestsAbove(child)];
  const belt = [PERMISSION, ...readable.map((path) => `--allow-fs-read=${path}`)];
  return { command: process.execPath, args: [...NODE_ARGS, ...belt, ...started(child)], env: {} };
}

function engineFolder(): string {
  return dirname(placeOf("quickjs-wasi/package.json"));
}

/** The child and, as its arguments, the files of its engine. */
function started(child: string): readonly string[] {
  return [child, placeOf("quickjs-wasi"), placeOf("quickjs-wasi/quickjs.wasm")];
}

/** Wherever a package manager keeps it, and however many links lead there. */
function placeOf(name: string): string {
  return realpathSync(fileURLToPath(import.meta.resolve(name)));
}

/**
 * The same child in namespaces of its own: no network, no other processes, no files but the
 * interpreter, the engine and the child's own folder, all of them read-only.
 */
export function wrappedLaunch(child: string): LaunchPlan {
  const readable = ["/usr", "/lib", "/lib64", "/bin", process.execPath, dirname(child)];
  const binds = [...readable, engineFolder(), ...manifestsAbove(child)]
    .filter((path) => existsSync(path))
    .flatMap((path) => ["--ro-bind", path, path]);
  return {
    command: "bwrap",
    args: [
      ...NAMESPACES,
      ...PLACES,
      ...binds,
      "--chdir",
      "/tmp",
      process.execPath,
      ...NODE_ARGS,
      ...started(child),
    ],
    env: {},
  };
}

/** The nearest one says that the child is a module; the others have no say. */
function manifestsAbove(child: string): readonly string[] {
  for (let folder = dirname(child); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) return [manifest];
  }
  return [];
}
