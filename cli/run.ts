import { Command, CommanderError, InvalidArgumentError } from "commander";
import { InputError } from "../data-dictionary/input-error.ts";
import { commands } from "./commands/index.ts";
import { DisclosureRefusal, exitCodes, IntegrityError } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { packageVersion } from "./package-version.ts";
import { wrapText } from "./support/wrap-text.ts";

/** The whole program, for its help, completion and documentation: every command configured. */
export async function createProgram(io: Io): Promise<Command> {
  const program = rootProgram(io);
  for (const entry of commands) {
    const child = program.command(entry.name).description(entry.summary);
    (await entry.load()).configure(child, io);
  }
  return program;
}

/** Runs the program and says with which code the process should end. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    const program = rootProgram(io);
    const chosen = args.find((arg) => !arg.startsWith("-"));
    for (const entry of commands) {
      const child = program.command(entry.name).description(entry.summary);
      // Only the command that runs is loaded, so that --help answers at once; completion needs them all.
      const all = chosen === "completion";
      if (all || entry.name === chosen || (chosen === "help" && args.includes(entry.name))) {
        (await entry.load()).configure(child, io);
      }
    }
    if (args.length === 0) {
      program.outputHelp();
      return exitCodes.done;
    }
    await program.parseAsync([...args], { from: "user" });
    if (io.exit.last !== undefined) io.err(io.exit.last);
    return io.exit.code;
  } catch (error) {
    return report(error, io);
  }
}

function rootProgram(io: Io): Command {
  return new Command("throughline")
    .description(
      "Codes children's case files into outcomes and case-management patterns, and analyses them by age and authority. Works offline, from one folder.",
    )
    .version(packageVersion(), "--version")
    .exitOverride()
    .showHelpAfterError("(add --help for usage)")
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      getOutHelpWidth: () => Math.min(io.width, 100),
      getErrHelpWidth: () => Math.min(io.width, 100),
    })
    .addHelpText(
      "after",
      "\nStart with:  throughline demo my-demo && throughline run --study my-demo\nA command's own help:  throughline COMMAND --help",
    );
}

function report(error: unknown, io: Io): number {
  // Commander has said what is wrong with an option already, unless a command found it out later.
  if (error instanceof InvalidArgumentError) {
    io.err(`error: ${error.message}\n(add --help for usage)\n`);
    return exitCodes.usage;
  }
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  if (error instanceof InputError) {
    tell(`error[${error.code}]: ${error.message}`, error.hint, io);
    return exitCodes.input;
  }
  if (error instanceof DisclosureRefusal) {
    tell(`refused: ${error.message}`, error.hint, io);
    return exitCodes.disclosure;
  }
  if (error instanceof IntegrityError) {
    tell(`error[integrity]: ${error.message}`, error.hint, io);
    return exitCodes.integrity;
  }
  const environment = environmentFault(error);
  if (environment !== null) {
    io.err(`error[${environment}\n`);
    return exitCodes.input;
  }
  // The message of an unexpected error may quote the data: print its name and place only.
  io.err(`unexpected ${describeFault(error)}\nThis is a fault of Throughline: please report it.\n`);
  return exitCodes.fault;
}

/** What is the matter and what to do: at a terminal in lines of its width, in a pipe one line each. */
function tell(message: string, hint: string | undefined, io: Io): void {
  const lines =
    hint === undefined ? [message] : [message, ...hint.split("\n").map((line) => `  ${line}`)];
  for (const line of lines) {
    const indent = line.length - line.trimStart().length;
    const shown = io.errIsTerminal
      ? wrapText(line.trimStart(), indent, Math.min(io.width, 80), 2).join("\n")
      : line;
    io.err(`${shown}\n`);
  }
}

function environmentFault(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  const { code, path } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return `no-such-file]: There is no file or folder ${path ?? ""}. Check the name and the folder.`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `no-permission]: ${path ?? "A file"} cannot be read or written with your permissions.`;
    case "ENOSPC":
      return `disk-full]: There is no room left on the disk for ${path ?? "a file"}. Nothing was replaced.`;
    case "EISDIR":
      return `is-a-folder]: ${path ?? "The path"} is a folder, but a file is needed.`;
    case "ENOTDIR":
      return `not-a-folder]: ${path ?? "The path"} is not a folder.`;
    case "EADDRINUSE":
      return "port-in-use]: That port is in use. Choose another with --port.";
    default:
      return null;
  }
}

function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return "fault";
  const place = error.stack?.split("\n").find((line) => line.trimStart().startsWith("at ")) ?? "";
  const file = /([\w-]+\.(?:ts|js)):(\d+)/.exec(place);
  return `${error.name}${file === null ? "" : ` at ${file[1]}:${file[2]}`}`;
}
