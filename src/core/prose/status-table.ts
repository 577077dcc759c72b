type Reasoned = {
  readonly reason_code: string;
  readonly reason: string;
  readonly unblocked_by: string;
};

type Open = Reasoned & {
  readonly pull: number;
  readonly system?: string | undefined;
  readonly state: string;
  readonly share?: number | undefined;
  readonly units?: number | undefined;
  readonly holds_until?: string | undefined;
  readonly behind?: { readonly pull: number; readonly place: number } | undefined;
  readonly evidence: readonly {
    readonly metric: string;
    readonly e_harm: number;
    readonly e_no_harm?: number | undefined;
  }[];
};

type Frozen = Reasoned & {
  readonly id: string;
  readonly freezes: "repository" | readonly string[];
};

/** What is under way, as somebody in front of a terminal reads it. */
export function renderStatusTable(status: {
  readonly open: readonly Open[];
  readonly incidents: readonly Frozen[];
}): string {
  const { open, incidents } = status;
  const lines = [
    ...incidents.flatMap(frozenLines),
    ...(open.length === 0 ? ["Nothing is under way."] : open.flatMap(openLines)),
  ];
  return lines.join("\n");
}

function frozenLines({ id, freezes, ...why }: Frozen): readonly string[] {
  const whose = freezes === "repository" ? "the whole repository" : freezes.join(", ");
  return [`! ${whose} does not advance: incident ${id}`, ...reasonLines(why), ""];
}

function openLines(one: Open): readonly string[] {
  const system = one.system === undefined ? "" : ` ${one.system}`;
  const live =
    one.units === undefined
      ? ""
      : `, ${one.share ?? 0} % of live units, ${one.units} with outcomes`;
  return [
    `#${one.pull}${system}: ${one.state}${live}`,
    ...reasonLines(one),
    ...placeLines(one),
    ...one.evidence.map(evidenceLine),
    "",
  ];
}

function placeLines({ behind, holds_until: until }: Open): readonly string[] {
  if (behind !== undefined) return [`   number ${behind.place} in line behind #${behind.pull}`];
  return until === undefined
    ? []
    : [`   has the system, and loses it on ${until.slice(0, 10)} unless it moves before`];
}

function reasonLines({ reason, reason_code: code, unblocked_by: by }: Reasoned): readonly string[] {
  return [`   ${reason} (${code})`, ...(by === "" ? [] : [`   → ${by}`])];
}

function evidenceLine({ metric, e_harm, e_no_harm }: Open["evidence"][number]): string {
  const harmless = e_no_harm === undefined ? "" : `, of no harm ${figure(e_no_harm)}`;
  return `   ${metric}: evidence of harm ${figure(e_harm)}${harmless} (20 decides)`;
}

function figure(value: number): string {
  if (value >= 10_000) return value.toExponential(1);
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
