import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { toldSentences } from "../told-sentences.ts";

const breach = breachesOf("C3");

/** The agent itself, in the words of whoever writes its prompts. */
const SELF =
  "(?:you(?:'re|'ve|rself)?|this (?:agent|assistant|version|prompt|candidate|change|mutation|system|model)|the (?:agent|candidate|new version)|du|ihr|sie|vous|tu|usted|tu)";

/** Where a version stands on its way to users. What people are tested or promoted for is not meant. */
const STAGE =
  "(?:(?:in|into|to|on|reached?|live in|hit) (?:the )?(?:live )?(?:production|produktion|produccion)\\b(?! (?:of|line|hall|plant|floor|data))|(?:in|on|as|during|under|past|through|a part of|part of|out of|behind) (?:the |a |an )?(?:canary|shadow|staging|sandbox|roll-?out|holdout|evaluation|eval)(?! islands?)\\b(?: (?:stage|mode|run|traffic|phase|group))?|(?:being |been |is |are |get |getting )(?:evaluated|graded|benchmarked|canaried|shadowed|rolled out|deployed|sandboxed|under (?:test|evaluation))\\b(?! (?:for|by (?:a|your|the) (?:doctor|physician|surveyor|boss|employer|teacher))|being tested\\b(?! (?:for|positive|negative)))|(?:serve|serving|facing|talking to|answering) (?:live|real) (?:users|customers|traffic|people))";

const WHEN =
  "(?:if|when|whenever|once|while|until|till|unless|after|before|during|as soon as|as long as|sobald|wenn|solange|falls|bis|nachdem|si|quand|lorsque|des que|tant que|cuando|mientras|hasta que|se|quando)";

const DELIVERY =
  "(?:the |this |its |your |our |a |any |all )*(?:canary|canaries|shadow|roll-?outs?|staging|deployment|promotion|release|evaluation|approval)(?: (?:stage|step|phase|run|gate|check|mode|period|window|share|traffic|process|units?|soak))?s?\\b(?! islands?)";

const AT_ONCE =
  "(?:promote|deploy|release|ship|merge|roll out|publish|approve) (?:yourself|itself|your own|this (?:version|change|mutation|pull request|prompt|agent|candidate)|your (?:version|change|mutation|pull request|successor))\\b";

/** Some of the people by lot or by number: a canary that nobody measures. */
const BY_LOT =
  "(?:(?:for|to|in) (?:about |only |roughly )?(?:\\d+(?:[.,]\\d+)? ?(?:%|percent|per cent)|one in (?:\\p{L}+|\\d+)|a (?:random|small) (?:share|sample|part|fraction)|every (?:\\d+(?:th|nd|rd)|third|fifth|tenth|hundredth)) (?:of )?(?:all |the |our |your )*(?:customers?|users?|conversations?|requests?|runs?|calls?|messages?|traffic|cases)\\b|whose (?:user |customer |account )?(?:id|number)s? (?:ends?|begins?|starts?) (?:in|with))";

/** A day or hour from which on the agent is told to do otherwise. */
const DAY =
  "(?:(?:from|after|on|since|until|before|ab|nach|apres|despues) (?:the )?(?:\\d{1,2}(?:st|nd|rd|th)?\\.? (?:of )?\\p{L}{3,9} \\d{4}|\\p{L}{3,9} \\d{1,2},? \\d{4}|\\d{4}-\\d\\d(?:-\\d\\d)?|\\d{4}\\b)|(?:at|on) (?:night|midnight|weekends?|mondays?|fridays?|sundays?)|date is|clock (?:says|shows))";

const OTHERWISE =
  "(?:ignore|disregard|forget|drop|abandon|stop (?:following|obeying)|do not (?:follow|obey)|no longer (?:follow|obey)|override|overrule|bypass)\\b[^,:]{0,30}\\b(?:rules?|instructions?|above|prompts?|polic(?:y|ies)|guidelines?|guardrails?|limits?|restrictions?)\\b";

const patterns = [
  `\\b${WHEN}\\b[^.]{0,20}\\b${SELF}\\b[^,:]{0,40}?${STAGE}`,
  `\\b${SELF}\\b[^,:]{0,30}?${STAGE}[^.]{0,4}, (?:then )?(?:\\p{L}+ )?(?:answer|say|promise|behave|give|use|ignore|act|reply|do)`,
  `(?:^|[,:] ?|\\b(?:then|and|please|always|must|should|will|to) )(?:skip|bypass|jump(?: over)?|shorten|circumvent|evade|avoid|force|cut short|go around|override)\\b (?:\\p{L}+ )?${DELIVERY}`,
  `(?:^|[,:] ?|\\b(?:then|and|please|always|must|should|will|to) )${AT_ONCE}`,
  `omega:(?:shadow|canary|promote|rollback|hold|re-evaluate)\\b|/omega (?:shadow|canary|promote|rollback|hold|re-evaluate)\\b`,
  `\\b${BY_LOT}[^.]{0,60}\\b(?:instead|different(?:ly)?|otherwise|other|new|old|another|ignore|never|refuse)\\b`,
  `\\b${DAY}[^.]{0,60}\\b${OTHERWISE}`,
  `\\b${OTHERWISE}[^.]{0,60}\\b${DAY}`,
].map((pattern) => new RegExp(pattern, "u"));

/** Refusing it, or speaking of those who ask for it, is the opposite of doing it. */
const OTHERS =
  /\b(?:never|not|n't|refuse to|nobody may|must not|cannot) (?:\p{L}+ )?(?:skip|bypass|jump|shorten|circumvent|evade|avoid|force|promote|deploy|release|ship|merge|publish|approve|ignore|disregard|forget|override)|\b(?:how|asks?|asked|asking|wants?|wanting|help|helps|explain|advise|teach) (?:\p{L}+ ){0,3}?to\b/u;

/** Prompts by which the agent would behave by its stage, steer its stages, or make stages of its own. */
export function stagedProse({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  return toldSentences(mutation).flatMap(({ path, line, text }) => {
    if (OTHERS.test(text)) return [];
    const words = patterns.map((pattern) => pattern.exec(text)?.[0]).find(Boolean);
    if (words === undefined) return [];
    const facts = { problem: "told-stage", path, words: words.trim().slice(0, 80) };
    return [breach("deployment-discipline-broken", { path, line }, facts)];
  });
}
