import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";

/** Numbers, and what JSON does not know, go by name, so that nothing is rounded on the way. */
const PROGRAM = `
import json, sys, yaml
def quote(text):
    return json.dumps(text)
def view(value):
    if value is None: return "null"
    if value is True: return "true"
    if value is False: return "false"
    if isinstance(value, str): return quote(value)
    if isinstance(value, (int, float)): return "#" + repr(value) + "#"
    if isinstance(value, list): return "[" + ",".join(view(item) for item in value) + "]"
    if isinstance(value, dict):
        pairs = [(view(key) + ":" + view(member)) for key, member in value.items()]
        return "{" + ",".join(sorted(pairs, key=lambda pair: pair.encode("utf-16-be"))) + "}"
    return "<" + type(value).__name__ + ">"
for line in sys.stdin:
    try:
        answer = view(yaml.safe_load(json.loads(line)))
    except Exception:
        answer = "refused"
    sys.stdout.write(json.dumps(answer) + "\\n")
    sys.stdout.flush()
`;

export type PyYaml = {
  readonly version: string;
  /** One view for each text, in order. */
  views(texts: readonly string[]): Promise<readonly string[]>;
  close(): void;
};

/** PyYAML in a child process of its own, or nothing where this machine has none. */
export function openPyYaml(): PyYaml | undefined {
  const probe = spawnSync("python3", ["-c", "import yaml; print(yaml.__version__)"], {
    encoding: "utf8",
  });
  if (probe.status !== 0) return undefined;
  const child = spawn("python3", ["-c", PROGRAM], {
    env: { PATH: process.env["PATH"], PYTHONIOENCODING: "utf-8" },
  });
  return { version: probe.stdout.trim(), ...talkTo(child) };
}

function talkTo(child: ChildProcessWithoutNullStreams): Pick<PyYaml, "views" | "close"> {
  const waiting: { resolve(view: string): void; reject(fault: Error): void }[] = [];
  const fail = (fault: Error): void => {
    for (const one of waiting.splice(0)) one.reject(fault);
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    waiting.shift()?.resolve(comparable(String(JSON.parse(line))));
  });
  child.stderr.resume();
  child.stdin.on("error", fail);
  child.once("error", fail);
  child.once("close", () => fail(new Error("python3 ended before it had answered")));
  return {
    views: (texts) =>
      Promise.all(
        texts.map(
          (text) =>
            new Promise<string>((resolve, reject) => {
              waiting.push({ resolve, reject });
              child.stdin.write(`${JSON.stringify(text)}\n`);
            }),
        ),
      ),
    close: () => child.stdin.end(),
  };
}

/** Python's numbers as JavaScript writes them; one that a double cannot hold stays apart. */
function comparable(view: string): string {
  const strings = /"(?:[^"\\]|\\.)*"|#([^#]+)#/g;
  return view.replaceAll(strings, (token: string, written: string | undefined) => {
    if (written === undefined) return JSON.stringify(JSON.parse(token));
    const value = Number(written);
    if (/^-?\d+$/.test(written) && String(value) !== written) return `<integer ${written}>`;
    return Object.is(value, -0) ? "-0" : String(value);
  });
}
