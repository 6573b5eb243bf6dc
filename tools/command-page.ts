import type { Command, Option } from "commander";

/**
 * The page of one command, made from the command itself: what its help says, as Markdown.
 *
 * @param related - Pages to read next, as Markdown links.
 */
export function commandPage(command: Command, related: readonly string[]): string {
  const parts = [
    "<!-- Made by `npm run docs` from the command's own help; do not edit. -->",
    `# throughline ${command.name()}`,
    `${command.description()}.`,
    ...body(command, "throughline"),
  ];
  for (const child of command.commands.filter(({ name }) => name !== undefined)) {
    if (child.name() === "help") continue;
    parts.push(
      `## throughline ${command.name()} ${child.name()}`,
      `${child.description()}.`,
      ...body(child, `throughline ${command.name()}`),
    );
  }
  if (related.length > 0) parts.push(`See also: ${related.join(" · ")}`);
  return `${parts.join("\n\n")}\n`;
}

function body(command: Command, parent: string): string[] {
  const parts = [fence(`${parent} ${command.name()} ${command.usage()}`)];
  const { registeredArguments, options } = command;
  if (registeredArguments.length > 0) {
    parts.push(
      table(
        ["argument", "what it is"],
        registeredArguments.map((argument) => [
          code(argument.name()),
          withChoices(argument.description, argument.argChoices),
        ]),
      ),
    );
  }
  if (options.length > 0) {
    parts.push(
      table(
        ["option", "what it does"],
        options.filter(({ hidden }) => !hidden).map((option) => [code(option.flags), text(option)]),
      ),
    );
  }
  return [...parts, ...afterText(command)];
}

function text(option: Option): string {
  const needed = option.mandatory ? " (required)" : "";
  const value = option.defaultValueDescription ?? option.defaultValue;
  const standard =
    value === undefined || value === false || (Array.isArray(value) && value.length === 0)
      ? ""
      : ` (default: ${String(value)})`;
  return withChoices(option.description, option.argChoices) + standard + needed;
}

function withChoices(description: string, choices: readonly string[] | undefined): string {
  return choices === undefined ? description : `${description}: ${choices.map(code).join(", ")}`;
}

/** What `addHelpText("after", …)` adds: sentences, then the examples as a block. */
function afterText(command: Command): string[] {
  let whole = "";
  const kept = command.configureOutput();
  command.configureOutput({ ...kept, writeOut: (part) => (whole += part) });
  command.outputHelp();
  command.configureOutput(kept);
  const [prose = "", examples] = whole.slice(command.helpInformation().length).split("Examples:\n");
  const paragraphs = prose
    .trim()
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => (/^ {2}/m.test(paragraph) ? fence(paragraph) : paragraph));
  return examples === undefined
    ? paragraphs
    : [
        ...paragraphs,
        fence(
          examples
            .trimEnd()
            .replaceAll(/^ {2}(\$|>) /gm, "$1 ")
            .replaceAll(/^ {2}/gm, ""),
          "console",
        ),
      ];
}

function fence(content: string, language = ""): string {
  return `\`\`\`${language}\n${content}\n\`\`\``;
}

function code(words: string): string {
  return `\`${words}\``;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
