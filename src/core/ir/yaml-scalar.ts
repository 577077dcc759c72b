import { getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";

/** A scalar's value, or a word for why YAML's readers would not agree on it. */
export type ScalarReading =
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  | { readonly kind: "trouble"; readonly problem: string };

const KEY = /^(?:\$schema|[A-Za-z][A-Za-z0-9_-]{0,63})$/;
const INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const DECIMAL = /^-?(?:0|[1-9]\d{0,14})\.\d{1,15}$/;
const WORDS = /^[A-Za-z](?:[A-Za-z0-9_./ -]*[A-Za-z0-9_./-])?$/;
const ESCAPES = /^(?:[^\\]|\\["\\nt/])*$/;

/** Words that YAML 1.1 reads as truth, falsehood or nothing where YAML 1.2 reads text. */
const YAML_1_1 = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** Names that JavaScript gives a meaning of its own. */
const PROTOTYPE = new Set(["constructor", "prototype"]);

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

export function readKey(source: string, event: ScalarEvent): ScalarReading {
  if (event.style !== SCALAR_STYLE.PLAIN) return trouble("quoted-key");
  const text = source.slice(event.valueStart, event.valueEnd);
  if (!KEY.test(text) || PROTOTYPE.has(text)) return trouble("key-pattern");
  if (YAML_1_1.test(text)) return trouble("yaml-1-1-word");
  if (source[event.valueEnd] !== ":") return trouble("detached-colon");
  return { kind: "value", value: text };
}

export function readScalar(source: string, event: ScalarEvent): ScalarReading {
  if (event.valueStart === -1) return trouble("empty-value");
  const text = source.slice(event.valueStart, event.valueEnd);
  switch (event.style) {
    case SCALAR_STYLE.PLAIN:
      return readPlain(text);
    case SCALAR_STYLE.LITERAL_BLOCK:
      return readBlock(source, event);
    case SCALAR_STYLE.FOLDED_BLOCK:
      return trouble("folded-block");
    default:
      return readQuoted(source, event);
  }
}

function readPlain(text: string): ScalarReading {
  const constant = CONSTANTS.get(text);
  if (constant !== undefined) return { kind: "value", value: constant };
  if (YAML_1_1.test(text)) return trouble("yaml-1-1-word");
  if (INTEGER.test(text)) return { kind: "value", value: Number(text) };
  if (DECIMAL.test(text)) return readDecimal(text);
  return WORDS.test(text) ? { kind: "value", value: text } : trouble("needs-quotes");
}

/** A negative zero would be equal to zero here and print differently elsewhere. */
function readDecimal(text: string): ScalarReading {
  const value = Number(text);
  return Object.is(value, -0) ? trouble("negative-zero") : { kind: "value", value };
}

function readQuoted(source: string, event: ScalarEvent): ScalarReading {
  const text = source.slice(event.valueStart, event.valueEnd);
  if (text.includes("\n")) return trouble("quoted-over-lines");
  const isDouble = event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  if (isDouble && !ESCAPES.test(text)) return trouble("escape");
  return { kind: "value", value: getScalarValue(source, event) };
}

/** Leading blanks, blank lines of spaces and a missing last newline are read in several ways. */
function readBlock(source: string, event: ScalarEvent): ScalarReading {
  const lines = source.slice(event.valueStart, event.valueEnd).split("\n");
  const first = lines[0] ?? "";
  if (first.trim() === "" || first.search(/[^ ]/) !== event.indent) return trouble("block-start");
  if (lines.some((line) => line !== "" && line.trim() === "")) return trouble("block-blank-line");
  if (event.valueEnd >= source.length && !source.endsWith("\n")) return trouble("block-unfinished");
  return { kind: "value", value: getScalarValue(source, event) };
}

function trouble(problem: string): ScalarReading {
  return { kind: "trouble", problem };
}
