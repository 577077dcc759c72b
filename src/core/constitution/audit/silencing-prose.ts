import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { toldSentences } from "../told-sentences.ts";

const breach = breachesOf("C4");

const NEGATION =
  "(?:not|n't|never|without|no longer|neither|nor|cannot|skip|avoid|refrain from|stop|cease|omit|nicht|niemals|nie|keine?[nrms]?|n'|ne|pas|jamais|sans|no|nunca|sin|non|mai|nao|jamas|niet|nooit|geen)";

/** Putting something down for later. `log in` opens a door. */
const RECORDING =
  "(?:log(?:s|ged|ging)?(?! ?-?(?:in|on|out|off|into)\\b)|record(?:s|ed|ing)?|trac(?:e|ed|es|ing)|audit(?:s|ed|ing)?|journal(?:l?ed|l?ing)?|not(?:e|ing) down|protokollier\\p{L}*|aufzeichn\\p{L}*|zeichne|mitschneid\\p{L}*|enregistr\\p{L}*|journalis\\p{L}*|consign\\p{L}*|registr\\p{L}*|registes?|regista\\p{L}*|graba\\p{L}*|loggen?|vastleg\\p{L}*)";

/** What the record is kept in, where no customer has one. */
const RECORD =
  "(?:audit(?:s|or|ors|ing)?(?: (?:trail|log|record|sink|ledger|tool|node|book|queue))?s?|(?:trail |trace |event |run |decision |activity )?logs?|logging|log(?:file|book)|traces?|tracing|telemetry|ledger|journal|transcript|provenance|lineage|(?:audit )?trail|observability|monitoring|protokoll\\p{L}*|journaux|registro de auditoria|bitacora|registre)";

/** All of what the agent does, as opposed to a detail that had better not be kept. */
const WHOLE =
  "(?:(?:this|these|that|those|the (?:whole|entire|current)|any|every|each|your|its own|dies\\p{L}+|diese|cett?e|ces|ce|esta|este|estas|estos|questa|questo|essa|esse|deze|dit) (?:\\p{L}+ ){0,2}?(?:conversation|chat|dialogue|exchange|session|run|turn|step|call|action|decision|interaction|request|answer|reply|response|reasoning|activit|unterhaltung|gesprach|anfrage|antwort|schritt|conversaci|echange|etape|demande|reponse|sesion|respuesta|conversazion|conversa|gesprek)\\p{L}*|anything|everything|(?:this|it)(?= (?:to|in|into) )|what (?:you|it) (?:did|do|does|said|say)s?)";

/** Taking away, hiding or faking what stands there. */
const SPOILING =
  "(?:delet\\p{L}+|eras\\p{L}+|purg\\p{L}+|wip(?:e|ed|ing)|clear|remov\\p{L}+|truncat\\p{L}+|overwrit\\p{L}+|redact|scrub|hid(?:e|ing)|conceal\\p{L}*|tamper(?:ing)? with|falsif\\p{L}+|alter(?:ing)?|rewrit\\p{L}+|backdat\\p{L}+|forg(?:e|ing)|disabl\\p{L}+|(?:turn|switch)(?:ing)? off|suspend\\p{L}*|paus(?:e|ing)|mut(?:e|ing)|silenc\\p{L}+|bypass\\p{L}*|circumvent\\p{L}*|evad\\p{L}+|skip(?:ping)?|keep out of|stay out of|losch\\p{L}*|entfern\\p{L}*|supprim\\p{L}*|effac\\p{L}*|desactiv\\p{L}*|borr\\p{L}*|elimin\\p{L}*)";

/** Between the verb and the record: articles and what belongs to the agent, not to a customer. */
const OWN =
  "(?: (?:all|any|every|each|the|this|these|that|your|our|its|it|from|of|in|writing|to|for|step|turn|run|entry|entries|rows?|lines?|den|die|das|le|la|les|el|los|du|del))*";

/** A record of something of the customer's: a call, a phone, a diary of sleep. */
const THEIRS =
  "(?: (?:of|on|in) (?:(?:the|a|an|your|their|his|her) )?(?:\\p{L}+ )?(?:phone|device|browser|app|router|computer|card|calls?|flights?|bookings?|patients?|customers?|orders?|users?|visitors?|payments?|parcels?|symptoms?|expenses?|meals?|sleep))";

const patterns = [
  // Do not log this conversation; without recording what you did.
  `\\b${NEGATION}\\b[^,:]{0,40}\\b${RECORDING}\\b (?:\\p{L}+ ){0,3}?${WHOLE}`,
  `\\b${RECORDING}\\b (?:\\p{L}+ ){0,3}?${WHOLE}[^,:]{0,30}\\b${NEGATION}\\b`,
  `(?:^| )n'${RECORDING} (?:\\p{L}+ )?${WHOLE}`,
  // Never report this to the audit trail; skip writing to the log.
  `\\b${NEGATION}\\b (?:\\p{L}+ ){0,3}?(?:report|writ|tell|send|add|mention|show|put|pass|submit|emit|append|store|save)(?:e|es|ing|ting)?\\b (?:${WHOLE} )?(?:\\p{L}+ )?(?:to|in|into|on) (?:the |any |our |your )?(?:\\p{L}+ )?${RECORD}\\b`,
  // Delete the trace of this run; turn off logging; hide this step from the auditors.
  `\\b${SPOILING}\\b${OWN} ${RECORD}\\b(?! ?-?(?:in|on|out|off|into)\\b)(?!${THEIRS})`,
].map((pattern) => new RegExp(pattern, "u"));

/** What somebody else wants or is shown: to refuse it, or to help with a log of theirs. */
const OTHERS =
  /\b(?:never|not|n't|refuse to|nobody may|must not) (?:\p{L}+ )?(?:delet|eras|purg|clear|remov|hid|conceal|alter|tamper|falsif|disabl|turn|switch|bypass|skip|evad|suspend|forg|rewrit|overwrit|redact|truncat|mut|paus|wip|scrub)|\b(?:how|help|show|ask|asks|asked|asking|tell|tells|advise|guide|explain|wants?|allow|invite|remind) (?:\p{L}+ ){0,4}?to\b/u;

/** Prompts that tell the agent to leave its own doings out of the record, or to spoil it. */
export function silencingProse({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  return toldSentences(mutation).flatMap(({ path, line, text }) => {
    if (isOfOthers(text)) return [];
    const words = patterns.map((pattern) => pattern.exec(text)?.[0]).find(Boolean);
    if (words === undefined) return [];
    const facts = { problem: "told-silent", path, words: words.trim().slice(0, 80) };
    return [breach("audit-weakened", { path, line }, facts)];
  });
}

function isOfOthers(text: string): boolean {
  return OTHERS.test(text);
}
