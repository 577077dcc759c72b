import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { toldSentences } from "../told-sentences.ts";

const breach = breachesOf("C4");

const NEGATION =
  "(?:not|n't|never|without|no longer|neither|nor|cannot|skip|avoid|refrain from|stop|cease|omit|nicht|niemals|nie|keine?[nrms]?|n'|ne|pas|jamais|sans|no|nunca|sin|non|mai|nao|jamas|niet|nooit|geen)";

/** Putting something down for later. `log in` opens a door. */
const RECORDING =
  "(?:log(?:s|ged|ging)?(?! ?-?(?:in|on|out|off|into)\\b)|record(?:s|ed|ing)?|trac(?:e|ed|es|ing)|audit(?:s|ed|ing)?|journal(?:l?ed|l?ing)?|not(?:e|ing) down|protokollier[^\\s,.:;!?]*|aufzeichn[^\\s,.:;!?]*|zeichne|mitschneid[^\\s,.:;!?]*|enregistr[^\\s,.:;!?]*|journalis[^\\s,.:;!?]*|consign[^\\s,.:;!?]*|registr[^\\s,.:;!?]*|registes?|regista[^\\s,.:;!?]*|graba[^\\s,.:;!?]*|loggen?|vastleg[^\\s,.:;!?]*)";

/** What the record is kept in, where no customer has one. */
const RECORD =
  "(?:audit(?:s|or|ors|ing)?(?: (?:trail|log|record|sink|ledger|tool|node|book|queue))?s?|(?:trail |trace |event |run |decision |activity )?logs?|logging|log(?:file|book)|traces?|tracing|telemetry|ledger|journal|transcript|provenance|lineage|(?:audit )?trail|observability|monitoring|protokoll[^\\s,.:;!?]*|journaux|registro de auditoria|bitacora|registre)";

/** All of what the agent does, as opposed to a detail that had better not be kept. */
const WHOLE =
  "(?:(?:this|these|that|those|the (?:whole|entire|current)|any|every|each|your|its own|dies[^\\s,.:;!?]+|diese|cet(?:te)?|ces|ce|esta|este|estas|estos|questa|questo|essa|esse|deze|dit) (?:[^\\s,.:;!?]+ ){0,2}?(?:(?<=(?:each|any|every|the|your) (?:[^\\s,.:;!?]+ )?)tool call|conversation|chat|dialogue|exchange|session|run|turn|step|call|action|decision|interaction|request|answer|reply|response|reasoning|activit|unterhaltung|gesprach|anfrage|antwort|schritt|conversaci|echange|etape|demande|reponse|sesion|respuesta|conversazion|conversa|gesprek)[^\\s,.:;!?]*|anything|everything|(?:the )?(?:tool|function) calls?|(?:the|any|your) (?:decision|reasoning|outcome)s?|yourself|(?:this|it)(?= (?:to|in|into) )|what (?:you|it) (?:did|do|does|said|say)s?)";

/** Taking away, hiding or faking what stands there. */
const SPOILING =
  "(?:delet[^\\s,.:;!?]+|eras[^\\s,.:;!?]+|purg[^\\s,.:;!?]+|wip(?:e|ed|ing)|clear|remov[^\\s,.:;!?]+|truncat[^\\s,.:;!?]+|overwrit[^\\s,.:;!?]+|redact|scrub|hid(?:e|ing)|conceal[^\\s,.:;!?]*|tamper(?:ing)? with|falsif[^\\s,.:;!?]+|alter(?:ing)?|rewrit[^\\s,.:;!?]+|backdat[^\\s,.:;!?]+|forg(?:e|ing)|disabl[^\\s,.:;!?]+|(?:turn|switch)(?:ing)? off|suspend[^\\s,.:;!?]*|suppress[^\\s,.:;!?]*|paus(?:e|ing)|mut(?:e|ing)|silenc[^\\s,.:;!?]+|bypass[^\\s,.:;!?]*|circumvent[^\\s,.:;!?]*|evad[^\\s,.:;!?]+|skip(?:ping)?|keep out of|stay out of|losch[^\\s,.:;!?]*|entfern[^\\s,.:;!?]*|supprim[^\\s,.:;!?]*|effac[^\\s,.:;!?]*|desactiv[^\\s,.:;!?]*|borr[^\\s,.:;!?]*|elimin[^\\s,.:;!?]*)";

/** Between the verb and the record: articles and what belongs to the agent, not to a customer. */
const OWN =
  "(?: (?:all|any|every|each|the|this|these|that|your|our|its|it|from|of|in|writing|to|for|step|turn|run|entry|entries|rows?|lines?|den|die|das|le|la|les|el|los|du|del))*";

/** A record of something of the customer's: a call, a phone, a diary of sleep. */
const THEIRS =
  "(?: (?:of|on|in) (?:(?:the|a|an|your|their|his|her) )?(?:[^\\s,.:;!?]+ )?(?:phone|device|browser|app|router|computer|card|calls?|flights?|bookings?|patients?|customers?|orders?|users?|visitors?|payments?|parcels?|symptoms?|expenses?|meals?|sleep))";

/** Who looks at the record, and what stands for it when something is kept from them. */
const WATCHERS =
  "(?:reviewers?|auditors?|operators?|stewards?|supervisors?|overseers?|maintainers?|whoever (?:reads|reviews|audits)\\b)";

const OUTSIDE =
  "(?:[^.]{0,20}\\b(?:to|with) (?:the |a |any |other )?(?:customers?|users?|clients?|callers?|patients?|guests?|outsiders?|third parties|strangers?|anybody outside)\\b)";

const IMPERATIVE = "(?<!\\b(?:that|which|who|whoever|to|code|may|can) )\\b";

const patterns = [
  // Do not log this conversation; without recording what you did; don't log.
  `\\b${NEGATION}\\b[^,:]{0,40}\\b${RECORDING}\\b (?:[^\\s,.:;!?]+ ){0,3}?${WHOLE}`,
  `\\b(?:not|n't|never)\\b (?:log|trace|audit)$`,
  `\\b${RECORDING}\\b (?:[^\\s,.:;!?]+ ){0,3}?${WHOLE}[^,:]{0,30}\\b${NEGATION}\\b`,
  `\\b${WHOLE}[^,:]{0,30}\\b${NEGATION}\\b (?:in|ins|into|dans|en|nel|no) (?:[^\\s,.:;!?]+ )?${RECORD}`,
  `(?:^| )n'${RECORDING} (?:[^\\s,.:;!?]+ )?${WHOLE}`,
  // Log nothing; keep no logs; nothing of it ends up in the logs.
  `^(?:please |always )?(?:log|record|trace|audit) (?:nothing|no)\\b`,
  `\\b(?:keep|leave|make|write) no (?:[^\\s,.:;!?]+ )?(?:logs?|records? of|traces?|evidence|transcripts?|audit)\\b`,
  `\\bnothing (?:[^\\s,.:;!?]+ ){0,4}?(?:ends? up|appears?|(?:is|gets) (?:written|stored|kept)|shows? up|lands?) (?:in|on) (?:the |any |our |your )?${RECORD}`,
  `\\b(?:avoid|without) leaving (?:any )?(?:evidence|traces?|records?)\\b`,
  // Never report this to the audit trail; skip writing to the log; do not call the audit node.
  `\\b${NEGATION}\\b (?:[^\\s,.:;!?]+ ){0,3}?(?:report|writ|tell|send|add|mention|show|put|pass|submit|emit|append|store|save)(?:e|es|ing|ting)?\\b (?:${WHOLE} )?(?:an? (?:row|entry|note|line) )?(?:to|in|into|on) (?:the |any |our |your )?(?:[^\\s,.:;!?]+ )?${RECORD}\\b(?!${THEIRS}| of (?:the|a) [^\\s,.:;!?]+)(?!${OUTSIDE})`,
  `\\b(?:not|n't|never)\\b (?:use|call|invoke|run|create|make|write|emit|send|produce|trigger|take) (?:the |any |an? )?(?:[^\\s,.:;!?]+ )?(?:telemetry|logs|traces|logging|(?:audit|record|recording|logging|trace|journal|ledger|telemetry) (?:node|tool|step|entr|record|event|trail|row|function)[^\\s,.:;!?]*)\\b(?!${THEIRS})(?!${OUTSIDE})`,
  // Omit this from the log; hide what you did from reviewers.
  `${IMPERATIVE}(?:exclude|omit|keep|leave|withhold|strip|drop|hide|conceal|remove) (?:${WHOLE}|what (?:you|it)\\b[^,:]{0,20}?)(?: [^,:]{0,20}?)?(?: (?:from|out of|off|away from)) (?:the |any |our |your |all )*(?:[^\\s,.:;!?]+ )?(?:${RECORD}|${WATCHERS})`,
  // Delete the trace of this run; turn off logging; stop logging.
  `${IMPERATIVE}${SPOILING}\\b${OWN} ${RECORD}\\b(?! ?-?(?:in|on|out|off|into)\\b)(?!${THEIRS})`,
  `${IMPERATIVE}(?:stop|cease|quit|pause) (?:all |any )?(?:logging|tracing|recording|auditing|journall?ing)\\b(?! ?-?(?:in|on|out|off|into)\\b| (?:the )?calls?)`,
  `${IMPERATIVE}(?:erase|delete|clear|wipe|purge) your (?:own )?(?:history|tracks|traces|reasoning|notes|steps|memory)\\b`,
  `\\bset (?:the |your )?(?:log|logging|audit|trace|tracing|sampling|telemetry|retention)\\b[^,:]{0,20}\\bto (?:off|none|zero|0|never|silent|error|fatal)\\b`,
  `\\bretention (?:of |to |period of )?(?:zero|no|0)\\b`,
  // Write a false reason into the audit record; report 1 in the log whatever you think.
  `${IMPERATIVE}(?:write|put|report|enter|log|record|note|give|state) (?:[^\\s,.:;!?]+ ){0,2}?(?:false|fake|wrong|made-up|invented|fictitious|misleading|different|constant) (?:[^\\s,.:;!?]+ ){0,3}?(?:in|into|to|on) (?:the |any |our |your )?(?:[^\\s,.:;!?]+ )?${RECORD}`,
  `\\b(?:in|into|to) (?:the |our |your )?(?:[^\\s,.:;!?]+ )?${RECORD} (?:whatever|regardless|no matter|even if)\\b`,
].map((pattern) => new RegExp(pattern));

/** What somebody else wants or is shown: to refuse it, or to help with a log of theirs. */
const OTHERS =
  /\b(?:never|not|n't|refuse to|nobody may|must not) (?:[^\s,.:;!?]+ )?(?:delet|eras|purg|clear|remov|hid|conceal|alter|tamper|falsif|disabl|turn|switch|bypass|skip|evad|suspend|forg|rewrit|overwrit|redact|truncat|mut|paus|wip|scrub)|\b(?:how|help|show|ask|asks|asked|asking|tell|tells|advise|guide|explain|wants?|allow|invite|remind) (?:[^\s,.:;!?]+ ){0,4}?to\b/;

/** No sentence without one of these is any of the above; most have none. */
const HINT =
  /log|record|trac|audit|journal|ledger|telemetr|trail|protokoll|enregistr|regist|consign|grab|transcript|lineage|provenance|retention|history|observab|monitor|evidence|review|operator|steward|supervis|overse|maintain|your (?:own )?(?:notes|steps|memory|reasoning)|aufzeichn|mitschneid|zeichne|bitacora|vastleg/;

/** Prompts that tell the agent to leave its own doings out of the record, or to spoil it. */
export function silencingProse({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  return toldSentences(mutation, HINT).flatMap(({ path, text, lineOf }) => {
    if (OTHERS.test(text)) return [];
    const words = patterns.map((pattern) => pattern.exec(text)?.[0]).find(Boolean);
    if (words === undefined) return [];
    const facts = { problem: "told-silent", path, words: words.trim().slice(0, 80) };
    return [breach("audit-weakened", { path, line: lineOf() }, facts)];
  });
}
