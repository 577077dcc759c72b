import { getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { ScalarReading } from "../yaml-scalar.ts";

const INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const DECIMAL = /^-?(?:0|[1-9]\d{0,14})\.\d{1,15}$/;
const ESCAPES = /^(?:[^\\]|\\(?:["\\nrt/]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}))*$/;

/** Words that YAML 1.1 reads as truth or falsehood where YAML 1.2 reads text. */
const YAML_1_1 = /^(?:y|n|yes|no|on|off)$/i;

/** What some reader takes for a number, a date or a sign, and another one for text. */
const AMBIGUOUS: readonly RegExp[] = [
  /^[-+]?(?:0[bo]?[0-9_]+|0x[0-9a-fA-F_]+|[0-9][0-9_,]*)$/,
  /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/,
  /^[-+]?(?:\.[0-9_]+|[0-9][0-9_]*\.[0-9_]*|[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?$/,
  /^[-+]?\.inf$|^\.nan$/i,
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt\s].*)?$/,
  /^(?:=|<<)$|^[?:%@`]/,
];

/** These all four readers take for the same. */
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["null", "Null", "NULL", "~"].map((word) => [word, null] as const),
]);

/**
 * A scalar of a native file. More is allowed than in our own definitions (folded and multi-line
 * text, punctuation, nothing as null), and still nothing that two readers take for two values.
 */
export function readNativeScalar(
  source: string,
  event: ScalarEvent,
  inFlow: boolean,
): ScalarReading {
  if (event.tagStart !== -1) return trouble("tag");
  if (event.valueStart === -1) return { kind: "value", value: null };
  const text = source.slice(event.valueStart, event.valueEnd);
  switch (event.style) {
    case SCALAR_STYLE.PLAIN:
      return readPlain(source, event, inFlow);
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK:
      return readBlock(source, event);
    default:
      if (event.style === SCALAR_STYLE.DOUBLE_QUOTED && !ESCAPES.test(text)) {
        return trouble("escape");
      }
      if (text.includes("\t")) return trouble("tab");
      return { kind: "value", value: getScalarValue(source, event) };
  }
}

function readPlain(source: string, event: ScalarEvent, inFlow: boolean): ScalarReading {
  const text = source.slice(event.valueStart, event.valueEnd);
  const constant = CONSTANTS.get(text);
  if (constant !== undefined) return { kind: "value", value: constant };
  if (YAML_1_1.test(text)) return trouble("yaml-1-1-word");
  if (text.includes("\t")) return trouble("tab");
  if (INTEGER.test(text)) return { kind: "value", value: Number(text) };
  if (DECIMAL.test(text)) return readDecimal(text);
  const isUnclear = AMBIGUOUS.some((pattern) => pattern.test(text));
  if (isUnclear || (inFlow && /[:"'#\n]/.test(text))) return trouble("needs-quotes");
  return { kind: "value", value: getScalarValue(source, event) };
}

/** A negative zero would be equal to zero here and print differently elsewhere. */
function readDecimal(text: string): ScalarReading {
  const value = Number(text);
  return Object.is(value, -0) ? trouble("negative-zero") : { kind: "value", value };
}

/** The newline at a block's end depends on the reader at the end of a file, and means nothing here. */
function readBlock(source: string, event: ScalarEvent): ScalarReading {
  const lines = source.slice(event.valueStart, event.valueEnd).split("\n");
  const first = lines.find((line) => line.trim() !== "") ?? "";
  if (first === "" || first.search(/[^ ]/) !== event.indent) return trouble("block-start");
  if (lines.some((line) => line.trim() === "" && line.length > event.indent)) {
    return trouble("block-blank-line");
  }
  return { kind: "value", value: getScalarValue(source, event).replace(/\n+$/, "") };
}

function trouble(problem: string): ScalarReading {
  return { kind: "trouble", problem };
}
