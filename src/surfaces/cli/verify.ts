import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { verifyExport } from "../../core/ledger/verify.ts";
import { renderFirstBadEntry, renderVerified } from "../../core/prose/verification.ts";
import { whyUnread } from "./clone-arguments.ts";

export function verifyCommand(): Command {
  return new Command("verify")
    .description("check an exported record offline: hashes, tree and order of events")
    .argument("<file>", "what omega export wrote")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  $ omega verify record.jsonl")
    .action(async (file: string, options: { json?: boolean }, command: Command) => {
      const text = await readFile(file, "utf8").catch((fault: unknown) =>
        command.error(`cannot read ${file}: ${whyUnread(fault)}`, { exitCode: 64 }),
      );
      const verified = verifyExport(text);
      const report = verified.ok
        ? { verdict: "holds", ...verified.value }
        : { verdict: "broken", ...verified.refusal };
      const prose = verified.ok
        ? renderVerified(verified.value)
        : renderFirstBadEntry(verified.refusal);
      process.stdout.write(`${options.json ? JSON.stringify(report) : prose}\n`);
      if (!verified.ok) process.exitCode = 1;
    });
}
