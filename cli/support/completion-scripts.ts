export type Shell = "bash" | "zsh" | "fish" | "powershell";

/** What can be completed: the commands with their own words and options. */
export type CompletionTree = readonly {
  readonly name: string;
  readonly summary: string;
  readonly words: readonly string[];
  readonly options: readonly {
    readonly name: string;
    readonly summary: string;
    /** What it may be followed by; none when that is open. */
    readonly values?: readonly string[];
  }[];
}[];

/** A completion script for each shell. Files are offered wherever no word of ours fits. */
export const completionScripts: Readonly<Record<Shell, (tree: CompletionTree) => string>> = {
  bash: (tree) => `# throughline completion for bash
_throughline() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${tree.map(({ name }) => name).join(" ")} --help --version"
  else
    case "\${COMP_WORDS[1]} $before" in
${valuesOf(tree)
  .map(
    ({ command, option, values }) => `      "${command} ${option}") words="${values.join(" ")}" ;;`,
  )
  .join("\n")}
      *)
        case "\${COMP_WORDS[1]}" in
${tree.map((each) => `          ${each.name}) words="${wordsOf(each).join(" ")}" ;;`).join("\n")}
        esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _throughline throughline
`,
  zsh: (tree) => `#compdef throughline
# throughline completion for zsh
_throughline() {
  local -a items
  if (( CURRENT == 2 )); then
    items=(
${tree.map(({ name, summary }) => `      ${single(`${name}:${summary}`)}`).join("\n")}
    )
    _describe command items
    return
  fi
  case "$words[2] $words[CURRENT-1]" in
${valuesOf(tree)
  .map(
    ({ command, option, values }) =>
      `    ${single(`${command} ${option}`)}) compadd -- ${values.join(" ")}; return ;;`,
  )
  .join("\n")}
  esac
  case "$words[2]" in
${tree
  .map(
    (each) =>
      `    ${each.name}) items=(${[...each.words, ...each.options.map(({ name, summary }) => `${name}:${summary}`)].map(single).join(" ")}) ;;`,
  )
  .join("\n")}
  esac
  _describe option items
  _files
}
compdef _throughline throughline
`,
  fish: (tree) => `# throughline completion for fish
complete -c throughline -n __fish_use_subcommand -l version -d 'print the version'
${tree
  .flatMap((each) => [
    `complete -c throughline -n __fish_use_subcommand -f -a ${each.name} -d ${single(each.summary)}`,
    ...each.words.map(
      (word) =>
        `complete -c throughline -n '__fish_seen_subcommand_from ${each.name}' -f -a ${word}`,
    ),
    ...each.options.map(
      ({ name, summary, values = [] }) =>
        `complete -c throughline -n '__fish_seen_subcommand_from ${each.name}' -l ${name.slice(2)} -d ${single(summary)}${values.length === 0 ? "" : ` -x -a ${single(values.join(" "))}`}`,
    ),
  ])
  .join("\n")}
`,
  powershell: (tree) => `# throughline completion for PowerShell
Register-ArgumentCompleter -Native -CommandName throughline -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @{
${tree.map((each) => `    '${each.name}' = @(${wordsOf(each).map(doubled).join(", ")})`).join("\n")}
  }
  $values = @{
${valuesOf(tree)
  .map(
    ({ command, option, values }) =>
      `    ${doubled(`${command} ${option}`)} = @(${values.map(doubled).join(", ")})`,
  )
  .join("\n")}
  }
  $given = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $atCommand = $given.Count -lt 2 -or ($given.Count -eq 2 -and $wordToComplete -ne '')
  $before = if ($wordToComplete -eq '') { $given[-1] } elseif ($given.Count -gt 1) { $given[-2] } else { '' }
  $offered = if ($atCommand) { @($words.Keys) + '--help', '--version' }
    elseif ($values.ContainsKey("$($given[1]) $before")) { $values["$($given[1]) $before"] }
    else { $words[$given[1]] }
  $offered | Where-Object { $_ -like "$wordToComplete*" } | Sort-Object | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`,
};

/** Every option that is followed by one of some words. */
const valuesOf = (
  tree: CompletionTree,
): { command: string; option: string; values: readonly string[] }[] =>
  tree.flatMap(({ name: command, options }) =>
    options.flatMap(({ name: option, values = [] }) =>
      values.length === 0 ? [] : [{ command, option, values }],
    ),
  );

const wordsOf = (each: CompletionTree[number]): string[] => [
  ...each.words,
  ...each.options.map(({ name }) => name),
];
/** Quoted for zsh and fish. */
const single = (text: string): string => `'${text.replaceAll("'", "’")}'`;
/** Quoted for PowerShell. */
const doubled = (text: string): string => `'${text.replaceAll("'", "''")}'`;
