import { missingLabels } from "../../data-dictionary/table/missing.ts";
import type { ExportTable, ExportVariable } from "./export-table.ts";
import { usesMissingCodes, withOwnReasons } from "./missing-code-values.ts";

/**
 * An R script that reads the plain CSV files beside it into data frames: dates as Date, categories as
 * factors with the codebook's words (ordered ones as ordered), missing codes as NA. Why a value is missing is
 * kept in a factor NAME_missing wherever a reason was given. With the haven package, `as_haven()` turns a
 * frame into labelled columns.
 */
export function rScript(
  tables: readonly ExportTable[],
  fileOf: (table: ExportTable) => string,
): string {
  return `# ${tables[0]?.title ?? ""}
# ${tables[0]?.banner ?? ""}
# Run with source() from the folder of this file; needs no package.

missing_words <- c(${([-9, -8, -7, -6] as const).map((code) => `"${code}" = ${quoted(missingLabels[code])}`).join(", ")})

read_table <- function(file) {
  read.csv(file, colClasses = "character", na.strings = character(0), check.names = FALSE,
           encoding = "UTF-8", fileEncoding = "UTF-8")
}
known <- function(x) ifelse(x %in% c("", names(missing_words)), NA, x)
reasons <- function(x) factor(unname(missing_words[x]), levels = unname(missing_words))
labelled_as <- function(x, words) { attr(x, "label") <- words; x }
coded <- function(x, values, words, ordered) {
  factor(known(x), levels = values, labels = make.unique(words), ordered = ordered)
}

# A frame with haven's labels: library(haven) is needed for this only.
as_haven <- function(frame) {
  for (name in names(frame)) {
    x <- frame[[name]]
    if (is.factor(x)) {
      frame[[name]] <- haven::labelled(as.integer(x), labels = setNames(seq_along(levels(x)), levels(x)),
                                       label = attr(x, "label"))
    }
  }
  frame
}
${tables.map((table) => frameOf(table, fileOf(table))).join("")}
`;
}

function frameOf(data: ExportTable, file: string): string {
  const table = withOwnReasons(data);
  const raw = `raw_${table.name}`;
  const lines = table.variables.flatMap((variable) => {
    const cell = `${raw}[[${quoted(variable.name)}]]`;
    const target = `${table.name}[[${quoted(variable.name)}]]`;
    const own = `${target} <- labelled_as(${expressionFor(variable, cell)}, ${quoted(variable.label)})`;
    const coded = variable.missing.some((reason) => reason < -1);
    return coded
      ? [own, `${table.name}[[${quoted(`${variable.name}_missing`)}]] <- reasons(${cell})`]
      : [own];
  });
  return `
# ${table.title}: one row a ${table.unit}
${raw} <- read_table(${quoted(file)})
${table.name} <- data.frame(row.names = seq_len(nrow(${raw})))
${lines.join("\n")}
rm(${raw})
`;
}

function expressionFor(variable: ExportVariable, cell: string): string {
  switch (variable.kind) {
    case "text":
      return `known(${cell})`;
    case "number":
      return usesMissingCodes(variable)
        ? `as.numeric(ifelse(${cell} == "", NA, ${cell}))`
        : `as.numeric(known(${cell}))`;
    case "date":
      return `as.Date(known(${cell}))`;
    case "coded": {
      const list = (texts: readonly string[]): string =>
        texts.length === 0 ? "character(0)" : `c(${texts.map(quoted).join(", ")})`;
      return `coded(${cell}, ${list(variable.levels.map((level) => level.value))}, ${list(
        variable.levels.map((level) => level.label),
      )}, ${variable.ordered ? "TRUE" : "FALSE"})`;
    }
  }
}

/** Text as an R string; what is not plain stands as an escape, so that the script is ASCII on any computer. */
function quoted(text: string): string {
  const escaped = [...text].map((character) => {
    const point = character.codePointAt(0) as number;
    if (character === '"' || character === "\\") return `\\${character}`;
    if (point >= 0x20 && point < 0x7f) return character;
    return point > 0xffff
      ? `\\U${point.toString(16).padStart(8, "0")}`
      : `\\u${point.toString(16).padStart(4, "0")}`;
  });
  return `"${escaped.join("")}"`;
}
