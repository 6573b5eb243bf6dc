import { Argument, type Command } from "commander";
import type { Io } from "../io.ts";
import {
  type CompletionTree,
  completionScripts,
  type Shell,
} from "../support/completion-scripts.ts";
import { exportFormats } from "../support/export-formats.ts";
import { instrumentNames } from "../support/instrument-files.ts";
import { printOutput } from "../support/output.ts";

export function configure(command: Command, io: Io): void {
  command
    .addArgument(
      new Argument("<shell>", "the shell you use").choices(["bash", "zsh", "fish", "powershell"]),
    )
    .option("--json", "print the commands and options as one JSON document")
    .addHelpText(
      "after",
      `
Examples:
  $ throughline completion bash > ~/.local/share/bash-completion/completions/throughline
  $ throughline completion zsh > ~/.zfunc/_throughline     (with ~/.zfunc in fpath)
  $ throughline completion fish > ~/.config/fish/completions/throughline.fish
  > throughline completion powershell | Out-String | Invoke-Expression`,
    )
    .action((shell: Shell, options: { readonly json?: boolean }) => {
      const tree = completionTree(command.parent?.commands ?? []);
      printOutput(
        {
          json: () => ({ schema: "throughline/completion/v1", shell, commands: tree }),
          text: () => completionScripts[shell](tree),
        },
        options,
        io,
      );
    });
}

/** What an option may be followed by, where the command reads it itself. */
const ownValues: Readonly<Record<string, readonly string[]>> = {
  "export --to": exportFormats,
  "report --for": ["research", "practice", "authority", "each-authority"],
  "init --instrument": instrumentNames(),
};

function completionTree(commands: readonly Command[]): CompletionTree {
  return commands.map((command) => ({
    name: command.name(),
    summary: command.description(),
    words: [
      ...command.commands.map((child) => child.name()),
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
    options: [command, ...command.commands]
      .flatMap((each) => each.options)
      .flatMap(({ long, description, argChoices }) =>
        long
          ? [
              {
                name: long,
                summary: description,
                values: argChoices ?? ownValues[`${command.name()} ${long}`] ?? [],
              },
            ]
          : [],
      )
      .concat({ name: "--help", summary: "how to use it", values: [] })
      .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index),
  }));
}
