import { InvalidArgumentError } from "commander";
import { names } from "./load-data.ts";

/** Reference levels from an option such as `sex=girl,plan=away`. */
export function referencePairs(value: string): Record<string, string> {
  return Object.fromEntries(
    names(value).map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new InvalidArgumentError("Give variable=level, such as sex=girl.");
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}
