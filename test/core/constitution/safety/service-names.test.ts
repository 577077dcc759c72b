import { describe, expect, it } from "vitest";
import {
  serviceNamed,
  switchNamed,
} from "../../../../src/core/constitution/safety/service-names.ts";

describe("a name or a target", () => {
  it.each([
    ["https://judge.example", "judge"],
    ["evaluationSeed", "evaluation"],
    ["EVAL_DIR", "eval"],
    ["https://x.example/%6Audge", "judge"],
    ["jud\u0261e", "judge"],
    ["ourarchivistcopy", "ourarchivistcopy"],
    ["WEBHOOK_SECRET", "WEBHOOK_SECRET"],
  ])("%s names the service %s", (name, service) => {
    expect(serviceNamed(name)).toBe(service);
  });

  it.each(["https://judgments.example", "sandals", "prejudged", "medieval", "omegas"])(
    "%s names none",
    (name) => {
      expect(serviceNamed(name)).toBeUndefined();
    },
  );

  it("is a switch only where it speaks of a service and of doing without it", () => {
    expect(switchNamed("skip_evaluation")).toBe("skip evaluation");
    expect(switchNamed("noJudge")).toBe("no judge");
    expect(switchNamed("evaluation_window")).toBeUndefined();
    expect(switchNamed("skip_greeting")).toBeUndefined();
  });
});
