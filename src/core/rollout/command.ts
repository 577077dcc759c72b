/** What people may ask for, by label, comment or button. A request, never an act. */
export const COMMANDS = ["shadow", "canary", "promote", "rollback", "re-evaluate", "hold"] as const;

export type Command = (typeof COMMANDS)[number];

export const COMMAND_LABEL_PREFIX = "omega:";
