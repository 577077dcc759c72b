import { isJsonObject, type Json } from "../../kernel/json.ts";
import { refuseKey, type Segments, type Source } from "./native-fields.ts";

/** Names under which frameworks keep credentials. */
const KEY =
  /^(?:.*[-_])?(?:api[-_]?key|apikey|secret|password|passwd|access[-_]?token|auth[-_]?token|bearer[-_]?token|private[-_]?key|authorization|token)$/i;

/** Shapes in which well-known services hand out credentials. */
const SHAPES =
  /(?:^|[^A-Za-z0-9])(?:sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,})/;

/** A reference to a variable, a mask, or a word in brackets stands for a credential and is none. */
const STANDS_FOR = /\$\{?[A-Za-z_][A-Za-z0-9_]*|\{\{.*\}\}|^\*+$|^<.*>$|^(?:env:|os\.environ)|^$/;

/** Credentials that stand in a file: everyone who can read the repository has them already. */
export function refuseSecrets(source: Source): void {
  visit(source, [], source.document.value);
}

function visit(source: Source, segments: Segments, value: Json): void {
  if (typeof value === "string") {
    const isNamed = KEY.test(segments.at(-1) ?? "") && !STANDS_FOR.test(value);
    if (isNamed || SHAPES.test(value)) refuseKey(source, segments, "secret-literal");
    return;
  }
  const members = Array.isArray(value)
    ? value.map((item: Json, index): [string, Json] => [String(index), item])
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  for (const [name, member] of members) visit(source, [...segments, name], member);
}
