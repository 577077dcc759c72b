/**
 * Runs inside the guest before any tool code, so that it holds the engine's own functions. It
 * takes the random numbers over (seeded for each call), turns text into a call and back, and asks for
 * what the tool was granted: `context.call(capability, request)` returns the reply or throws.
 */
export const GUEST_DRIVER = `
((parse, stringify, isPromise, imul) => {
  let state = 1;
  Object.defineProperty(Math, "random", {
    configurable: true,
    writable: true,
    value: function random() {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    },
  });
  return (run, files, ask) => {
    const data = {};
    for (const [name, text] of parse(files)) data[name] = parse(text);
    const call = (capability, request) => {
      const { kind, reply, why } = parse(ask(\`\${capability}\`, stringify(request) ?? "null"));
      if (kind !== "replied") throw new Error(\`\${capability} refused: \${why}\`);
      return reply;
    };
    return (payload, seed) => {
      state = seed | 0;
      const { input, parameters, asks } = parse(payload);
      const context = asks ? { parameters, data, call } : { parameters, data };
      const output = run(input, context);
      if (isPromise(output)) throw new TypeError("a tool answers at once, not with a promise");
      const text = stringify(output);
      return typeof text === "string" ? text : "";
    };
  };
})(
  JSON.parse,
  JSON.stringify,
  ((Class) => (value) => value instanceof Class)(Promise),
  Math.imul,
)
`;
