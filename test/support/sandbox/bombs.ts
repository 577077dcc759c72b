import type { ToolLimits, ToolResult } from "../../../src/ports/sandbox.ts";

/** The limits under which the bombs were first measured, so that figures can be compared. */
export const BOMB_LIMITS: ToolLimits = { memory_mb: 16, deadline_ms: 300 };

type Why = Extract<ToolResult, { readonly kind: "failed" }>["why"];

/** A body of `run` that would take the machine with it, and how it may end instead. */
export type Bomb = { readonly name: string; readonly body: string; readonly ends: readonly Why[] };

/** Where a busy machine decides which of its limits a bomb meets first. */
const SPENT: readonly Why[] = ["memory", "deadline"];

export const BOMBS: readonly Bomb[] = [
  // Memory
  bomb("arrays", "const all = []; for (;;) all.push(new Array(100000).fill(7));", SPENT),
  bomb("typed arrays", "const all = []; for (;;) all.push(new Uint8Array(1048576));", SPENT),
  bomb("a doubled string", "let all = 'x'; for (;;) all += all;", ["threw", ...SPENT]),
  bomb(
    "strings",
    "const all = []; for (let n = 0; ; n += 1) all.push(('x' + n).repeat(50000));",
    SPENT,
  ),
  bomb("objects", "let all = null; for (;;) all = { all };", SPENT),
  bomb("a map", "const all = new Map(); for (let n = 0; ; n += 1) all.set(n, 'x' + n);", SPENT),
  bomb("one large string", "return 'x'.repeat(2 ** 30 - 1).length;", ["threw", ...SPENT]),
  bomb("one large buffer", "return new ArrayBuffer(2 ** 31).byteLength;", ["threw", ...SPENT]),
  bomb("a wide parse", "return JSON.parse('[' + '1,'.repeat(4e6) + '1]').length;", SPENT),
  bomb(
    "a sort of ten million",
    "return new Array(1e7).fill(0).map((_, n) => n * 7919 % 1e6).sort().length;",
    SPENT,
  ),
  // Time
  bomb("a loop", "for (;;) {}", ["deadline"]),
  bomb("a loop that catches", "for (;;) { try { for (;;) {} } catch {} }", ["deadline"]),
  bomb(
    "a loop that finally goes on",
    "for (;;) { try { for (;;) {} } catch {} finally { continue; } }",
    ["deadline"],
  ),
  bomb("a loop of generators", "function* go() { for (;;) yield 1; } for (const one of go()) {}", [
    "deadline",
  ]),
  bomb("a regular expression", "return /(a+)+$/.test('a'.repeat(28) + 'b');", ["deadline"]),
  bomb("a replacement", "return 'a'.repeat(5e4).replace(/(a*)*b/g, '').length;", [
    "deadline",
    "threw",
    "memory",
  ]),
  bomb("a power of big integers", "for (;;) String(3n ** 300000n);", [
    "deadline",
    "threw",
    "memory",
  ]),
  bomb("one power of big integers", "for (;;) { try { 3n ** 3000000n; } catch {} }", ["deadline"]),
  bomb("a search", "const all = 'a'.repeat(4e6); for (;;) all.indexOf('aaaaaaaaab');", [
    "deadline",
  ]),
  bomb("a long join", "return new Array(2 ** 29).join('x').length;", SPENT),
  bomb("a filled array", "const all = new Uint8Array(8e6); for (;;) all.fill(1);", ["deadline"]),
  bomb("an array of holes", "const all = []; all.length = 2 ** 32 - 1; return all;", [
    ...SPENT,
    "bad-output",
  ]),
  // The stack
  bomb("recursion", "const go = () => go() + 1; return go();", ["threw"]),
  bomb("a deep parse", "return JSON.parse('['.repeat(200000));", ["threw"]),
  bomb("a deep answer", "let all = 1; for (let n = 0; n < 1e5; n += 1) all = [all]; return all;", [
    "threw",
    "bad-output",
  ]),
  bomb("a deep expression", "return eval('('.repeat(100000) + '1' + ')'.repeat(100000));", [
    "threw",
  ]),
  bomb("a nested pattern", "return new RegExp('('.repeat(100000) + ')'.repeat(100000)).test('');", [
    "threw",
  ]),
  bomb("a circle", "const all = {}; all.all = all; return all;", ["threw"]),
  // What runs when an answer or an error is read
  bomb("a flood", "return 'x'.repeat(70000);", ["bad-output"]),
  bomb("a flood of escapes", "return '\\u0000'.repeat(60000);", ["bad-output"]),
  bomb("an answer that loops when read", "return { toJSON() { for (;;) {} } };", ["deadline"]),
  bomb(
    "an answer without end",
    "return new Proxy([], { get: (_, key) => key === 'length' ? 2 ** 31 : 1 });",
    [...SPENT, "bad-output"],
  ),
  bomb(
    "an error that loops when read",
    "throw { get message() { for (;;) {} }, toString() { for (;;) {} } };",
    ["deadline", "threw"],
  ),
  bomb("a loud error", "throw new Error('x'.repeat(1e6));", ["threw"]),
];

function bomb(name: string, body: string, ends: readonly Why[]): Bomb {
  return { name, body, ends };
}
