import type { Io } from "../../cli/io.ts";
import { run } from "../../cli/run.ts";
import { fakeIo } from "./fake-io.ts";

/** What a command printed and how it ended. */
export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program in this process, in a folder, without a terminal. */
export async function runCli(
  args: readonly string[],
  cwd = process.cwd(),
  changes: Partial<Io> = {},
): Promise<CliResult> {
  const text = { out: "", err: "" };
  const code = await run(
    args,
    fakeIo({
      cwd,
      out: (part) => {
        text.out += part;
      },
      err: (part) => {
        text.err += part;
      },
      ...changes,
    }),
  );
  return { code, ...text };
}
